package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.BoundRegistry.KeyLocation;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.observation.ObservedCheck;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of {@code observe}: it names checks that come when what it stands at is known. */
final class ObservationRules {

    private static final Set<ObservedCheck> OF_SERVICES = EnumSet.complementOf(EnumSet.of(ObservedCheck.IP_BAN));
    private static final Set<ObservedCheck> OF_KEYS =
            EnumSet.complementOf(EnumSet.of(ObservedCheck.IP_BAN, ObservedCheck.METHODS));

    private ObservationRules() {}

    /** A check that comes before its service or its key is known cannot depend on them. */
    static void checksComeLater(BoundRegistry bound, Problems problems) {
        bound.documents()
                .services()
                .forEach((name, service) ->
                        check("services." + name, service.observe(), OF_SERVICES, "service", problems));
        bound.documents()
                .products()
                .forEach((product, document) -> document.packages()
                        .forEach((name, sold) -> check(
                                "products." + product + ".packages." + name,
                                sold.observe(),
                                OF_KEYS,
                                "key",
                                problems)));
        KeyLocation.forEach(bound.documents(), location -> {
            if (location.key().observe() != null) {
                check(location.path(), location.key().observe(), OF_KEYS, "key", problems);
            }
        });
    }

    private static void check(
            String path,
            @Nullable Sourced<Set<ObservedCheck>> observe,
            Set<ObservedCheck> possible,
            String known,
            Problems problems) {
        if (observe != null && !possible.containsAll(observe.value())) {
            Set<ObservedCheck> early = EnumSet.copyOf(observe.value());
            early.removeAll(possible);
            problems.add(
                    observe.origin(),
                    path + ".observe",
                    words(early),
                    "checks that come once the " + known + " is known: " + words(possible));
        }
    }

    /** Checks as the configuration writes them. */
    private static String words(Set<ObservedCheck> checks) {
        return checks.stream()
                .sorted()
                .map(check -> check.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }
}
