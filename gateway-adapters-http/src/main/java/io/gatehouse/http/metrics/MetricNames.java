package io.gatehouse.http.metrics;

/** The names of the gateway's own metrics, as Micrometer spells them. Dashboards and alerts depend on them. */
final class MetricNames {

    static final String REQUESTS = "gatehouse.requests";
    static final String REQUESTS_IN_FLIGHT = "gatehouse.requests.in.flight";
    static final String REJECTIONS = "gatehouse.rejections";
    static final String UPSTREAM_REQUESTS = "gatehouse.upstream.requests";
    static final String UPSTREAM_FAILURES = "gatehouse.upstream.failures";
    static final String UPSTREAM_HEALTHY = "gatehouse.upstream.healthy";
    static final String UPSTREAM_HEALTH_CHANGES = "gatehouse.upstream.health.changes";
    static final String UPSTREAM_IN_FLIGHT = "gatehouse.upstream.in.flight";
    static final String UPSTREAM_CONNECTIONS = "gatehouse.upstream.connections";
    static final String UPSTREAM_WAITING = "gatehouse.upstream.waiting";
    static final String THROTTLE_DECISIONS = "gatehouse.throttle.decisions";
    static final String THROTTLE_STORE_CALLS = "gatehouse.throttle.store.calls";
    static final String THROTTLE_STORE_OUT = "gatehouse.throttle.store.out";
    static final String THROTTLE_LEASED = "gatehouse.throttle.leased.permits";
    static final String THROTTLE_WAITING = "gatehouse.throttle.waiting";
    static final String CACHE_SIZE = "gatehouse.cache.size";
    static final String CACHE_LIMIT = "gatehouse.cache.limit";
    static final String CACHE_ENTRIES = "gatehouse.cache.entries";
    static final String ACCESS_LOG_LINES = "gatehouse.access.log.lines";
    static final String LOG_LINES = "gatehouse.log.lines";
    static final String REGISTRY_REVISION = "gatehouse.registry.revision";
    static final String KEYS_EXPIRING = "gatehouse.keys.expiring";
    static final String KEYS_EXPIRED = "gatehouse.keys.expired";

    static final String REGISTRY_PROBLEMS = "gatehouse.registry.problems";
    static final String REGISTRY_LOADED = "gatehouse.registry.loaded.timestamp";
    static final String REGISTRY_RELOADS = "gatehouse.registry.reloads";

    private MetricNames() {}
}
