package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.ListText;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.StrategyDocument;
import io.gatehouse.compiler.document.StrategyDocument.AdaptiveDocument;
import io.gatehouse.compiler.document.ThrottlingDocument;
import io.gatehouse.compiler.document.ThrottlingDocument.PackageThrottlingDocument;
import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.compiler.document.WindowLength;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.time.CalendarUnit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares how much is allowed. Limits refuse calls beyond a number and nobody as such, so none of it is a loss. */
final class LimitComparison {

    private static final String GATEWAY = "limits";

    private final RegistryDocuments before;
    private final RegistryDocuments after;
    private final ComparisonFindings findings;
    private final ThrottlingDocument old;
    private final ThrottlingDocument now;

    LimitComparison(RegistryDocuments before, RegistryDocuments after, ComparisonFindings findings) {
        this.before = before;
        this.after = after;
        this.findings = findings;
        this.old = before.policy().throttling();
        this.now = after.policy().throttling();
    }

    void compare() {
        old.strategies().forEach((name, written) -> {
            var same = now.strategies().get(name);
            if (same != null && !NormalForm.same(written, same)) {
                String is = amount(same);
                String was = amount(written);
                boolean plain = !is.equals(was);
                report(
                        GATEWAY,
                        "strategy " + name + " is "
                                + (plain ? is + " instead of " + was : full(same) + " instead of " + full(written)));
            }
        });
        place(GATEWAY, "edge", named(old.edge()), named(now.edge()));
        levels(GATEWAY, List.of(Level.of(old)), List.of(Level.of(now)), names(old.services(), now.services()));
        before.products()
                .forEach((product, document) -> document.packages().forEach((name, sold) -> {
                    var reference = new PackageReference(product, name);
                    if (isSold(reference, after)) {
                        ofPackage(reference, sold.throttling(), throttling(reference, after));
                    }
                }));
    }

    /** What applies to the keys of a package, where it has another word in it than before. */
    private void ofPackage(
            PackageReference reference,
            @Nullable PackageThrottlingDocument written,
            @Nullable PackageThrottlingDocument same) {
        if (!NormalForm.same(written, same)) {
            Level was = Level.of(written);
            Level is = Level.of(same);
            levels(
                    "package " + reference,
                    List.of(was, Level.of(old)),
                    List.of(is, Level.of(now)),
                    names(was.services(), is.services()));
        }
    }

    private static boolean isSold(PackageReference reference, RegistryDocuments documents) {
        var product = documents.products().get(reference.product());
        return product != null && product.packages().containsKey(reference.packageName());
    }

    /** What a package says of limits; null if nothing, or if there is no such package. */
    static @Nullable PackageThrottlingDocument throttling(PackageReference reference, RegistryDocuments documents) {
        var product = documents.products().get(reference.product());
        var sold = product == null ? null : product.packages().get(reference.packageName());
        return sold == null ? null : sold.throttling();
    }

    private static Set<String> names(Map<String, ?> some, Map<String, ?> others) {
        var services = new TreeSet<>(some.keySet());
        services.addAll(others.keySet());
        return services;
    }

    private void levels(String subject, List<Level> was, List<Level> is, Set<String> services) {
        for (boolean user : List.of(false, true)) {
            String which = user ? "private" : "public";
            place(subject, which, general(was, user), general(is, user));
            for (String service : services) {
                place(subject, service + " " + which, effective(was, service, user), effective(is, service, user));
            }
        }
    }

    /** What one place says, the gateway or a package. */
    private record Level(
            Setting<Sourced<String>> publicApis,
            Setting<Sourced<String>> privateApis,
            Map<String, Setting<ThrottlingLevelDocument>> services) {

        static Level of(ThrottlingDocument document) {
            return new Level(document.publicApis(), document.privateApis(), document.services());
        }

        static Level of(@Nullable PackageThrottlingDocument document) {
            return document == null
                    ? new Level(new Setting.Absent<>(), new Setting.Absent<>(), Map.of())
                    : new Level(document.publicApis(), document.privateApis(), document.services());
        }

        Setting<Sourced<String>> whole(boolean user) {
            return user ? privateApis : publicApis;
        }
    }

    /** What applies: a strategy, and the paths if not all; null if nothing does. */
    private record Applied(@Nullable String strategy, String paths) {}

    private static Applied named(Setting<Sourced<String>> setting) {
        return new Applied(
                setting instanceof Setting.Value<Sourced<String>> set
                        ? set.value().value()
                        : null,
                "");
    }

    private static Applied general(List<Level> levels, boolean user) {
        for (Level level : levels) {
            if (!(level.whole(user) instanceof Setting.Absent<Sourced<String>>)) {
                return named(level.whole(user));
            }
        }
        return new Applied(null, "");
    }

    private static Applied effective(List<Level> levels, String service, boolean user) {
        for (Level level : levels) {
            Setting<ThrottlingLevelDocument> entry = level.services().get(service);
            if (entry instanceof Setting.Off<ThrottlingLevelDocument>) {
                return new Applied(null, "");
            }
            if (entry instanceof Setting.Value<ThrottlingLevelDocument> set) {
                var own = user ? set.value().privateApis() : set.value().publicApis();
                if (!(own instanceof Setting.Absent<Sourced<String>>)) {
                    return new Applied(named(own).strategy(), paths(set.value().apis()));
                }
            }
        }
        return general(levels, user);
    }

    private static String paths(@Nullable List<PathPattern> apis) {
        return apis == null
                ? ""
                : " on " + ListText.some(apis.stream().map(PathPattern::text).toList());
    }

    private void place(String subject, String where, Applied was, Applied is) {
        if (!was.equals(is)) {
            report(subject, where + " is " + words(now, is) + " instead of " + words(old, was));
        }
    }

    private static String words(ThrottlingDocument document, Applied applied) {
        if (applied.strategy() == null) {
            return "off" + applied.paths();
        }
        var strategy = Objects.requireNonNull(document.strategies().get(applied.strategy()));
        return applied.strategy() + " (" + amount(strategy) + ")" + applied.paths();
    }

    private void report(String subject, String what) {
        findings.add(Severity.CHANGE, ChangeKind.LIMITS, subject, Phrase.apart(what));
    }

    /** How much it allows: {@code 50 per 60s}. */
    private static String amount(StrategyDocument strategy) {
        return switch (strategy.algorithm()) {
            case FIXED_WINDOW, SLIDING_WINDOW, CALENDAR ->
                strategy.limit() + " per " + window(strategy.window()) + bounds(strategy.adaptive());
            case TOKEN_BUCKET -> {
                var refill = strategy.refill();
                yield strategy.capacity() + " and " + (refill == null ? 0 : refill.count()) + " per "
                        + time(refill == null ? null : refill.period());
            }
            case CONCURRENCY -> strategy.limit() + " at a time";
        };
    }

    private static String bounds(@Nullable AdaptiveDocument adaptive) {
        return adaptive == null
                ? ""
                : " to begin with, then from " + adaptive.min() + " to " + adaptive.max() + " by what a caller uses";
    }

    /** Everything that it says. */
    private static String full(StrategyDocument strategy) {
        return amount(strategy) + ", " + word(strategy.algorithm()) + ", per " + word(strategy.per()) + ", "
                + strategy.retries() + " retries after " + time(strategy.delay()) + pace(strategy.adaptive());
    }

    private static String pace(@Nullable AdaptiveDocument adaptive) {
        return adaptive == null
                ? ""
                : ", " + adaptive.headroom().text() + " x what is used, in steps of "
                        + adaptive.step().text();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String window(@Nullable WindowLength window) {
        CalendarUnit unit = window == null ? null : window.unit();
        return unit == null ? time(window == null ? null : window.duration()) : "calendar " + unit.word();
    }

    private static String time(@Nullable Duration time) {
        if (time == null) {
            return "0s";
        }
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
