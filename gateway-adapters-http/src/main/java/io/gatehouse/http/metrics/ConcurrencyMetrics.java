package io.gatehouse.http.metrics;

import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.concurrency.Overload;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.Upstreams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows of versions whose requests in flight are bounded how many there are, how many may be and how many wait, and counts by whose
 * limit requests were refused. Safe for concurrent use.
 */
final class ConcurrencyMetrics {

    /** The most versions whose refusals are counted one by one. */
    private static final int MOST_VERSIONS = 1000;

    private final Upstreams upstreams;
    private final MultiGauge inFlight;
    private final MultiGauge waiting;
    private final MultiGauge limit;
    private final BoundedMeters<RefusalKey, Counter> refusals;
    private final MeterRegistry registry;

    private record RefusalKey(String service, String version, String limit) {}

    ConcurrencyMetrics(MeterRegistry registry, Upstreams upstreams) {
        this.registry = registry;
        this.upstreams = upstreams;
        this.inFlight = gauge(MetricNames.CONCURRENCY_IN_FLIGHT, "Requests in flight to a version that bounds them");
        this.waiting = gauge(MetricNames.CONCURRENCY_WAITING, "Requests that wait for a place among them");
        this.limit = gauge(MetricNames.CONCURRENCY_LIMIT, "How many may be in flight at the moment");
        this.refusals = new BoundedMeters<>(
                this::refusals,
                new RefusalKey("other", "other", "other"),
                MOST_VERSIONS * Overload.WhoseLimit.values().length);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private Counter refusals(RefusalKey key) {
        return Counter.builder(MetricNames.CONCURRENCY_REFUSALS)
                .description("Requests that got no place among those in flight, by whose limit it was")
                .tags("service", key.service, "version", key.version, "limit", key.limit)
                .register(registry);
    }

    void ended(ExchangeRecord exchange) {
        Overload.WhoseLimit whose = Overload.WhoseLimit.of(exchange.rejection());
        String service = exchange.matched().service();
        String version = exchange.matched().version();
        if (whose != null && service != null && version != null) {
            refusals.get(new RefusalKey(service, version, whose.name().toLowerCase(Locale.ROOT)))
                    .increment();
        }
    }

    /** Drops the counters of versions that are gone. */
    void registryChanged() {
        Set<VersionKey> named = new HashSet<>();
        upstreams.groups().forEach(group -> named.add(group.key()));
        refusals.retain(
                key -> named.stream()
                        .anyMatch(version -> version.service().equals(key.service)
                                && version.version().toString().equals(key.version)),
                registry::remove);
    }

    /** Brings the gauges up to date. */
    void refresh() {
        List<Row<?>> now = new ArrayList<>();
        List<Row<?>> line = new ArrayList<>();
        List<Row<?>> most = new ArrayList<>();
        for (UpstreamGroup group : upstreams.groups()) {
            ConcurrencyGate gate = group.gate();
            if (gate != null) {
                Tags tags = MetricNames.tags(group.key());
                now.add(Row.of(tags, gate.inFlight()));
                line.add(Row.of(tags, gate.waiting()));
                if (gate.limit() < Integer.MAX_VALUE) {
                    most.add(Row.of(tags, gate.limit()));
                }
            }
        }
        inFlight.register(now, true);
        waiting.register(line, true);
        limit.register(most, true);
    }
}
