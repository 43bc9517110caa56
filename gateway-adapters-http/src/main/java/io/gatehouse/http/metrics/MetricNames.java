package io.gatehouse.http.metrics;

import io.gatehouse.domain.service.VersionKey;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The names of the gateway's own metrics, as Micrometer spells them, and their buckets: those of OpenTelemetry's conventions for HTTP
 * where these have one. Dashboards and alerts depend on them.
 */
final class MetricNames {

    static final String REQUESTS = "http.server.request.duration";
    static final String REQUESTS_IN_FLIGHT = "http.server.active_requests";
    static final String TENANT_REQUESTS = "gatehouse.tenant.requests";
    static final String REJECTIONS = "gatehouse.rejections";
    static final String GRPC_REFUSALS = "gatehouse.grpc.refusals";
    static final String WOULD_REFUSE = "gatehouse.would.refuse";
    static final String UPSTREAM_REQUESTS = "http.client.request.duration";
    static final String UPSTREAM_FAILURES = "gatehouse.upstream.failures";
    static final String UPSTREAM_RETRIES = "gatehouse.upstream.retries";
    static final String UPSTREAM_HEALTHY = "gatehouse.upstream.healthy";
    static final String UPSTREAM_HEALTH_CHANGES = "gatehouse.upstream.health.changes";
    static final String UPSTREAM_EJECTED = "gatehouse.upstream.ejected";
    static final String UPSTREAM_EJECTIONS = "gatehouse.upstream.ejections";
    static final String UPSTREAM_DISCOVERY_FAILING = "gatehouse.upstream.discovery.failing";
    static final String CIRCUIT_STATE = "gatehouse.circuit.state";
    static final String CIRCUIT_CHANGES = "gatehouse.circuit.changes";
    static final String UPSTREAM_IN_FLIGHT = "gatehouse.upstream.in.flight";
    static final String UPSTREAM_CONNECTIONS = "gatehouse.upstream.connections";
    static final String UPSTREAM_WAITING = "gatehouse.upstream.waiting";
    static final String CONCURRENCY_IN_FLIGHT = "gatehouse.concurrency.in.flight";
    static final String CONCURRENCY_WAITING = "gatehouse.concurrency.waiting";
    static final String CONCURRENCY_LIMIT = "gatehouse.concurrency.limit";
    static final String CONCURRENCY_REFUSALS = "gatehouse.concurrency.refusals";
    static final String MIRROR_COPIES = "gatehouse.mirror.copies";
    static final String COMPRESSION_RESPONSES = "gatehouse.compression.responses";
    static final String COMPRESSION_BYTES = "gatehouse.compression.bytes";
    static final String THROTTLE_DECISIONS = "gatehouse.throttle.decisions";
    static final String THROTTLE_STORE_CALLS = "gatehouse.throttle.store.calls";
    static final String THROTTLE_STORE_OUT = "gatehouse.throttle.store.out";
    static final String THROTTLE_LEASED = "gatehouse.throttle.leased.permits";
    static final String THROTTLE_WAITING = "gatehouse.throttle.waiting";
    static final String CACHE_SIZE = "gatehouse.cache.size";
    static final String CACHE_LIMIT = "gatehouse.cache.limit";
    static final String CACHE_ENTRIES = "gatehouse.cache.entries";
    static final String ACCESS_LOG_LINES = "gatehouse.access.log.lines";
    static final String TRAFFIC_MISSED = "gatehouse.traffic.missed";
    static final String TRACING_UNSAMPLED = "gatehouse.tracing.unsampled";
    static final String LOG_LINES = "gatehouse.log.lines";
    static final String REGISTRY_REVISION = "gatehouse.registry.revision";
    static final String KEYS_EXPIRING = "gatehouse.keys.expiring";
    static final String KEYS_EXPIRED = "gatehouse.keys.expired";

    static final String CERTIFICATE_EXPIRES = "gatehouse.certificate.expires.timestamp";
    static final String CERTIFICATE_PROBLEMS = "gatehouse.certificate.problems";
    static final String ACME_ORDERS = "gatehouse.acme.orders";
    static final String ACME_LEADER = "gatehouse.acme.leader";
    static final String TLS_HANDSHAKES = "gatehouse.tls.handshakes";

    static final String REGISTRY_PROBLEMS = "gatehouse.registry.problems";
    static final String REGISTRY_LOADED = "gatehouse.registry.loaded.timestamp";
    static final String REGISTRY_RELOADS = "gatehouse.registry.reloads";

    private static final Duration[] LATENCY_BOUNDS = LongStream.of(
                    500,
                    1_000,
                    2_500,
                    5_000,
                    10_000,
                    25_000,
                    50_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    5_000_000,
                    10_000_000,
                    30_000_000,
                    60_000_000)
            .mapToObj(micros -> Duration.ofNanos(1_000 * micros))
            .toArray(Duration[]::new);

    private MetricNames() {}

    /** The labels of a version. */
    static Tags tags(VersionKey version) {
        return Tags.of(
                "service", version.service(), "version", version.version().toString());
    }

    /**
     * The upper bounds of all latency histograms, ascending: fixed, so that histograms of many gateways can be added up.
     *
     * <p>Steps of two to two and a half: fine where a proxy spends its time (below 100 ms), and up to the longest wait that
     * a default time-out allows. Each labelled histogram costs one series a bound.
     */
    static Duration[] latencyBounds() {
        return LATENCY_BOUNDS.clone();
    }
}
