package io.gatehouse.http.metrics;

import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.BreakerState.Kind;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.Upstreams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Shows what the circuit breakers do at the moment of a scrape, and counts their changes. Hosts of single keys are shown with the version
 * that they stand in for, by the breaker that lets fewest calls through. Safe for concurrent use.
 */
final class BreakerMetrics {

    private static final int MOST_VERSIONS = 2000;
    private static final ChangeKey OTHER = new ChangeKey("other", "other", "other");

    private final Upstreams upstreams;
    private final MultiGauge states;
    private final BoundedMeters<ChangeKey, Counter> changes;
    private final MeterRegistry registry;

    private record ChangeKey(String service, String version, String to) {}

    BreakerMetrics(MeterRegistry registry, Upstreams upstreams) {
        this.registry = registry;
        this.upstreams = upstreams;
        this.states = MultiGauge.builder(MetricNames.CIRCUIT_STATE)
                .description("What the circuit breaker does: 0 closed, 1 half-open, 2 open")
                .register(registry);
        this.changes = new BoundedMeters<>(this::counter, OTHER, 3 * MOST_VERSIONS);
    }

    private Counter counter(ChangeKey key) {
        return Counter.builder(MetricNames.CIRCUIT_CHANGES)
                .description("How often the circuit breaker has opened, let calls try, and closed")
                .tags("service", key.service, "version", key.version, "to", key.to)
                .register(registry);
    }

    void changed(VersionKey version, Kind to) {
        changes.get(new ChangeKey(version.service(), version.version().toString(), to.label()))
                .increment();
    }

    /** Drops the meters of versions that are gone. */
    void hostsChanged() {
        Set<Tags> named = new HashSet<>();
        upstreams.groups().forEach(group -> named.add(MetricNames.tags(group.key())));
        changes.retain(
                key -> named.contains(Tags.of("service", key.service, "version", key.version)), registry::remove);
    }

    /** Brings the values up to date. */
    synchronized void refresh() {
        Map<Tags, Kind> worst = new HashMap<>();
        for (UpstreamGroup group : upstreams.groups()) {
            BreakerState breaker = group.breaker();
            if (breaker != null && (worst.size() < MOST_VERSIONS || worst.containsKey(MetricNames.tags(group.key())))) {
                worst.merge(
                        MetricNames.tags(group.key()),
                        breaker.kind(),
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        states.register(
                worst.entrySet().stream()
                        .<Row<?>>map(each -> Row.of(each.getKey(), valueOf(each.getValue())))
                        .toList(),
                true);
    }

    private static int valueOf(Kind kind) {
        return switch (kind) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
