package io.gatehouse.http.metrics;

import io.gatehouse.domain.service.Services;
import io.gatehouse.http.forwarding.MirrorListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the copies of requests by what became of them. Safe for concurrent use. */
final class MirrorMetrics implements MirrorListener {

    private static final int MOST = 1000;

    private final MeterRegistry registry;
    private final BoundedMeters<CopyKey, Counter> copies;

    private record CopyKey(String service, String outcome) {}

    MirrorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.copies = new BoundedMeters<>(this::counter, new CopyKey("other", "other"), MOST);
    }

    private Counter counter(CopyKey key) {
        return Counter.builder(MetricNames.MIRROR_COPIES)
                .description("Requests that were to be copied to a mirror, by what became of the copy")
                .tag("service", key.service())
                .tag("outcome", key.outcome())
                .register(registry);
    }

    @Override
    public void ended(String service, CopyOutcome outcome) {
        copies.get(new CopyKey(service, outcome.word())).increment();
    }

    /** Drops the meters of services that the registry does not name any more. */
    void registryChanged(Services services) {
        copies.retain(key -> services.named(key.service()) != null, registry::remove);
    }
}
