package io.gatehouse.http.metrics;

import io.gatehouse.domain.service.Services;
import io.gatehouse.http.forwarding.CompressionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the responses that are compressed, and what that saves. Safe for concurrent use. */
final class CompressionMetrics implements CompressionListener {

    private static final int MOST = 1000;

    private final MeterRegistry registry;
    private final BoundedMeters<String, OfService> services;

    private record OfService(Counter compressed, Counter tooMany, Counter plainBytes, Counter sentBytes) {}

    CompressionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.services = new BoundedMeters<>(this::counters, "other", MOST);
    }

    private OfService counters(String service) {
        return new OfService(
                responses(service, "compressed"),
                responses(service, "too-many"),
                bytes(service, "plain"),
                bytes(service, "sent"));
    }

    private Counter responses(String service, String outcome) {
        return Counter.builder(MetricNames.COMPRESSION_RESPONSES)
                .description("Responses that were to be compressed, by what became of that")
                .tag("service", service)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter bytes(String service, String side) {
        return Counter.builder(MetricNames.COMPRESSION_BYTES)
                .description("Bytes of bodies that were compressed, before and after")
                .tag("service", service)
                .tag("side", side)
                .register(registry);
    }

    @Override
    public void compressed(String service, long plainBytes, long sentBytes) {
        OfService counters = services.get(service);
        counters.compressed().increment();
        counters.plainBytes().increment((double) plainBytes);
        counters.sentBytes().increment((double) sentBytes);
    }

    @Override
    public void tooMany(String service) {
        services.get(service).tooMany().increment();
    }

    /** Drops the meters of services that the registry does not name any more. */
    void registryChanged(Services named) {
        services.retain(service -> named.named(service) != null, gone -> {
            registry.remove(gone.compressed());
            registry.remove(gone.tooMany());
            registry.remove(gone.plainBytes());
            registry.remove(gone.sentBytes());
        });
    }
}
