package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.ListText;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.compiler.document.StrategyDocument;
import io.gatehouse.compiler.document.ThrottlingDocument;
import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares how much is allowed. Limits refuse calls beyond a number and nobody as such, so none of it is a loss. */
record LimitComparison(ThrottlingDocument before, ThrottlingDocument after, ComparisonFindings findings) {

    private static final String SUBJECT = "limits";

    void compare() {
        before.strategies().forEach((name, old) -> {
            var now = after.strategies().get(name);
            if (now != null && !NormalForm.same(old, now)) {
                String is = amount(now);
                String was = amount(old);
                boolean plain = !is.equals(was);
                report("strategy " + name + " is "
                        + (plain ? is + " instead of " + was : full(now) + " instead of " + full(old)));
            }
        });
        place("edge", named(before.edge()), named(after.edge()));
        place("public", named(before.publicApis()), named(after.publicApis()));
        place("private", named(before.privateApis()), named(after.privateApis()));
        var services = new TreeSet<>(before.services().keySet());
        services.addAll(after.services().keySet());
        for (String service : services) {
            level(service, "public", ThrottlingLevelDocument::publicApis, ThrottlingDocument::publicApis);
            level(service, "private", ThrottlingLevelDocument::privateApis, ThrottlingDocument::privateApis);
        }
    }

    private void level(
            String service,
            String which,
            Function<ThrottlingLevelDocument, Setting<Sourced<String>>> own,
            Function<ThrottlingDocument, Setting<Sourced<String>>> general) {
        place(service + " " + which, effective(before, service, own, general), effective(after, service, own, general));
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

    private static Applied effective(
            ThrottlingDocument document,
            String service,
            Function<ThrottlingLevelDocument, Setting<Sourced<String>>> own,
            Function<ThrottlingDocument, Setting<Sourced<String>>> general) {
        Setting<ThrottlingLevelDocument> level = document.services().get(service);
        if (level instanceof Setting.Off<ThrottlingLevelDocument>) {
            return new Applied(null, "");
        }
        if (!(level instanceof Setting.Value<ThrottlingLevelDocument> set)
                || own.apply(set.value()) instanceof Setting.Absent<Sourced<String>>) {
            return named(general.apply(document));
        }
        var apis = set.value().apis();
        String paths = apis == null
                ? ""
                : " on " + ListText.some(apis.stream().map(PathPattern::text).toList());
        return new Applied(named(own.apply(set.value())).strategy(), paths);
    }

    private void place(String where, Applied old, Applied now) {
        if (!old.equals(now)) {
            report(where + " is " + words(after, now) + " instead of " + words(before, old));
        }
    }

    private static String words(ThrottlingDocument document, Applied applied) {
        if (applied.strategy() == null) {
            return "off" + applied.paths();
        }
        var strategy = Objects.requireNonNull(document.strategies().get(applied.strategy()));
        return applied.strategy() + " (" + amount(strategy) + ")" + applied.paths();
    }

    private void report(String what) {
        findings.add(Severity.CHANGE, ChangeKind.LIMITS, SUBJECT, Phrase.apart(what));
    }

    /** How much it allows: {@code 50 per 60s}. */
    private static String amount(StrategyDocument strategy) {
        return switch (strategy.algorithm()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> strategy.limit() + " per " + time(strategy.window());
            case TOKEN_BUCKET -> {
                var refill = strategy.refill();
                yield strategy.capacity() + " and " + (refill == null ? 0 : refill.count()) + " per "
                        + time(refill == null ? null : refill.period());
            }
            case CONCURRENCY -> strategy.limit() + " at a time";
        };
    }

    /** Everything that it says. */
    private static String full(StrategyDocument strategy) {
        return amount(strategy) + ", " + word(strategy.algorithm()) + ", per " + word(strategy.per()) + ", "
                + strategy.retries() + " retries after " + time(strategy.delay());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String time(@Nullable Duration time) {
        if (time == null) {
            return "0s";
        }
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
