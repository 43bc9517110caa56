package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Finding;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.HeldKeys.HeldKey;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.service.Service;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares which checks are watched instead of enforced: a check that is only watched refuses nobody, one that is enforced again may. */
record ObservationComparison(RegistrySide before, RegistrySide after, ComparisonFindings findings) {

    /** The gateway's and the services'. */
    void compare() {
        compare(
                before.snapshot().policy().observation(),
                after.snapshot().policy().observation(),
                (severity, what) -> report(severity, "the gateway", what));
        for (Service old : before.snapshot().services().all()) {
            Service now = after.snapshot().services().named(old.name());
            if (now != null) {
                compare(
                        old.observation(),
                        now.observation(),
                        (severity, what) -> report(severity, "service " + old.name(), what));
            }
        }
    }

    private void report(Severity severity, String subject, String checks) {
        String what = severity == Severity.GAIN ? "no longer refuses by " : "refuses again by ";
        findings.add(severity, ChangeKind.OBSERVE, subject, Phrase.of(what + checks + " (observe)"));
    }

    /** What a key, or its package, says. */
    static void compare(HeldKey old, HeldKey now, ComparisonFindings findings) {
        compare(old.key().observation(), now.key().observation(), (severity, checks) -> {
            String what = severity == Severity.GAIN ? " no longer refused by " : " refused again by ";
            Phrase phrase = Phrase.of("is" + what + checks + " (observe)", "are" + what + checks + " (observe)");
            findings.key(old, Finding.of(severity, ChangeKind.OBSERVE, phrase));
        });
    }

    private static void compare(
            @Nullable Observation old, @Nullable Observation now, BiConsumer<Severity, String> report) {
        Set<ObservedCheck> watched = old == null ? Set.of() : old.checks();
        Set<ObservedCheck> watches = now == null ? Set.of() : now.checks();
        without(watches, watched, Severity.GAIN, report);
        without(watched, watches, Severity.POSSIBLE_LOSS, report);
    }

    private static void without(
            Set<ObservedCheck> some,
            Set<ObservedCheck> others,
            Severity severity,
            BiConsumer<Severity, String> report) {
        String words = some.stream()
                .filter(check -> !others.contains(check))
                .sorted()
                .map(check -> check.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
        if (!words.isEmpty()) {
            report.accept(severity, words);
        }
    }
}
