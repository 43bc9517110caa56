package io.gatehouse.http.metrics;

import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts by key and rule what checks would have refused that are only watched: the first {@value #MOST} pairs one by one, all others
 * as {@code other}. Costs nothing where nothing is watched. Safe for concurrent use.
 */
final class ObservationMetrics {

    private static final int MOST = 1000;
    private static final String NONE = "none";
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final BoundedMeters<Watched, Counter> counters;

    /** Names of the registry, never what a client sent. */
    private record Watched(String key, String code, String rule) {}

    ObservationMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.counters = new BoundedMeters<>(this::counter, new Watched(OTHER, OTHER, OTHER), MOST);
    }

    void ended(ExchangeRecord exchange) {
        for (WouldRefuse refusal : exchange.decided().observed()) {
            String key = Objects.requireNonNullElse(exchange.caller().key(), NONE);
            String rule = refusal.rule() == null ? NONE : refusal.rule().toString();
            counters.get(new Watched(key, refusal.rejection().code(), rule)).increment();
        }
    }

    /** Drops the series of keys that the registry does not name any more. */
    void registryChanged(Snapshot snapshot) {
        if (counters.isEmpty()) {
            return;
        }
        Set<String> named = snapshot.keys().all().stream().map(ApiKey::id).collect(Collectors.toSet());
        named.add(NONE);
        counters.retain(watched -> named.contains(watched.key()), registry::remove);
    }

    private Counter counter(Watched watched) {
        return Counter.builder(MetricNames.WOULD_REFUSE)
                .description("Requests that checks would have refused that are only observed")
                .tag("key", watched.key())
                .tag("code", watched.code())
                .tag("rule", watched.rule())
                .register(registry);
    }
}
