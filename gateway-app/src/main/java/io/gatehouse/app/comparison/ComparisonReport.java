package io.gatehouse.app.comparison;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.comparison.Change;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.Comparison;
import io.gatehouse.comparison.RegistryComparison;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.domain.time.GatewayClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison as it is shown: the same values in the text and in the JSON.
 *
 * @param before where the one registry was read from
 * @param after where the other was
 * @param loss whether anybody loses, or may lose, anything
 * @param totals how many changes there are of each effect
 * @param omitted how many of them are only counted
 * @param judged how many calls the rules of both sides were asked about
 * @param changes losses first
 */
@JsonPropertyOrder({"before", "after", "loss", "totals", "omitted", "judged", "changes"})
public record ComparisonReport(
        String before,
        String after,
        boolean loss,
        Map<String, Integer> totals,
        int omitted,
        long judged,
        List<Line> changes) {

    public ComparisonReport {
        totals = new LinkedHashMap<>(totals);
        changes = List.copyOf(changes);
    }

    /** Whether anybody gains anything. */
    public boolean gain() {
        return totals.getOrDefault(word(Severity.GAIN), 0) > 0;
    }

    /** One change; {@code keys} and {@code calls} are the first of as many as the counts say. */
    @JsonPropertyOrder({"effect", "loss", "kind", "subject", "what", "line"})
    public record Line(
            String effect,
            boolean loss,
            String kind,
            String subject,
            String what,
            String line,
            List<String> keys,
            int keyCount,
            List<String> calls,
            int callCount) {

        public Line {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
        }

        private static Line of(Change change) {
            return new Line(
                    word(change.severity()),
                    change.severity().isLoss(),
                    word(change.kind()),
                    change.subject(),
                    change.what(),
                    change.line(),
                    change.keys().first(),
                    change.keys().count(),
                    change.calls().first(),
                    change.calls().count());
        }
    }

    /** What changes from the one registry, served with its configuration, to the other, served with that of its own. */
    public static ComparisonReport compare(
            LoadedRegistry before,
            GatewayConfiguration configurationBefore,
            LoadedRegistry after,
            GatewayConfiguration configurationAfter,
            GatewayClock clock) {
        return of(
                before.source(),
                after.source(),
                RegistryComparison.of(
                        side(before, configurationBefore, clock),
                        side(after, configurationAfter, clock),
                        clock.epochMillis()));
    }

    private static RegistrySide side(LoadedRegistry registry, GatewayConfiguration configuration, GatewayClock clock) {
        var snapshot = RegistryReading.compiler(configuration, clock).compile(registry.documents(), registry.source());
        return new RegistrySide(registry.documents(), snapshot, configuration.environment());
    }

    private static ComparisonReport of(String before, String after, Comparison comparison) {
        var totals = new LinkedHashMap<String, Integer>();
        for (Severity effect : Severity.values()) {
            totals.put(word(effect), comparison.total(effect));
        }
        return new ComparisonReport(
                before,
                after,
                comparison.isLoss(),
                totals,
                comparison.unlisted(),
                comparison.judged(),
                comparison.changes().stream().map(Line::of).toList());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
