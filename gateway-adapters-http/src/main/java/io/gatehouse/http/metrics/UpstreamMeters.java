package io.gatehouse.http.metrics;

import io.gatehouse.domain.rejection.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What is measured of one upstream host. Safe for concurrent use. */
final class UpstreamMeters {

    private final MeterRegistry registry;
    private final UpstreamKey key;
    private final Timer answers;
    private final Counter becameUnhealthy;
    private final Counter recovered;
    private final Map<Rejection, Counter> failures = new ConcurrentHashMap<>();

    UpstreamMeters(MeterRegistry registry, UpstreamKey key) {
        this.registry = registry;
        this.key = key;
        this.answers = Timer.builder(MetricNames.UPSTREAM_REQUESTS)
                .description("From forwarding a request to the head of the upstream's response")
                .tags(key.tags())
                .serviceLevelObjectives(Buckets.bounds())
                .register(registry);
        this.becameUnhealthy = changes("unhealthy");
        this.recovered = changes("healthy");
    }

    private Counter changes(String to) {
        return Counter.builder(MetricNames.UPSTREAM_HEALTH_CHANGES)
                .description("How often health checks have taken the host out of balancing and taken it back")
                .tags(key.tags())
                .tag("to", to)
                .register(registry);
    }

    void answered(long nanos) {
        answers.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(Rejection reason) {
        failures.computeIfAbsent(reason, this::failures).increment();
    }

    /** Health checks have taken the host out, or taken it back. */
    void healthChanged(boolean sick) {
        (sick ? becameUnhealthy : recovered).increment();
    }

    private Counter failures(Rejection reason) {
        return Counter.builder(MetricNames.UPSTREAM_FAILURES)
                .description("Requests that failed at this upstream, the last one that was tried")
                .tags(key.tags())
                .tag("code", reason.code())
                .register(registry);
    }

    /** Takes the meters out of the registry. */
    void remove() {
        registry.remove(answers);
        registry.remove(becameUnhealthy);
        registry.remove(recovered);
        failures.values().forEach(registry::remove);
    }
}
