package io.gatehouse.http.metrics;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.pool.PoolState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Times and counts what upstream hosts do, and shows what they are like at the moment of a scrape: health, requests in
 * flight, connections. Safe for concurrent use.
 */
final class UpstreamMetrics {

    /** The most hosts, each counted once for every version it serves. */
    static final int MOST_HOSTS = 2000;

    private static final UpstreamKey OTHER = new UpstreamKey("other", "other", "other");

    private final Upstreams upstreams;
    private final BoundedMeters<UpstreamKey, UpstreamMeters> hosts;
    private final MultiGauge healthy;
    private final MultiGauge ejected;
    private final MultiGauge discoveryFailing;
    private final MultiGauge inFlight;
    private final MultiGauge connections;
    private final MultiGauge waiting;
    private volatile Supplier<List<PoolState>> pools = List::of;

    /** One host of one version of a service, as labels. */
    private record UpstreamKey(String service, String version, String upstream) {

        static UpstreamKey of(VersionKey version, HostAddress host) {
            return new UpstreamKey(version.service(), version.version().toString(), host.toString());
        }

        Tags tags() {
            return Tags.of("service", service, "version", version, "upstream", upstream);
        }
    }

    UpstreamMetrics(MeterRegistry registry, Upstreams upstreams) {
        this.upstreams = upstreams;
        this.hosts = new BoundedMeters<>(key -> new UpstreamMeters(registry, key), OTHER, MOST_HOSTS);
        this.healthy = gauge(
                registry,
                MetricNames.UPSTREAM_HEALTHY,
                "1 while the host is healthy, 0 while health checks keep it out of balancing");
        this.ejected = gauge(
                registry,
                MetricNames.UPSTREAM_EJECTED,
                "1 while the host is left out of balancing as its calls failed");
        this.discoveryFailing = gauge(
                registry,
                MetricNames.UPSTREAM_DISCOVERY_FAILING,
                "1 while the hosts of the version may be out of date, as its discovery fails");
        this.inFlight = gauge(registry, MetricNames.UPSTREAM_IN_FLIGHT, "Requests being forwarded to the host");
        this.connections =
                gauge(registry, MetricNames.UPSTREAM_CONNECTIONS, "Connections to the host by what they are doing");
        this.waiting = gauge(registry, MetricNames.UPSTREAM_WAITING, "Requests that wait for a connection to the host");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    void ended(ExchangeRecord exchange) {
        String service = exchange.matched().service();
        String version = exchange.matched().version();
        String upstream = exchange.forwarding().upstream();
        if (service != null && version != null && upstream != null) {
            UpstreamMeters host = hosts.get(new UpstreamKey(service, version, upstream));
            if (exchange.forwarding().firstByteNanos() >= 0) {
                host.responded(exchange.forwarding().firstByteNanos());
            }
            retries(exchange.forwarding(), host);
            Rejection rejection = exchange.rejection();
            if (rejection != null && rejection.fault() == Fault.UPSTREAM) {
                host.failed(rejection);
            }
        }
    }

    private static void retries(ExchangeRecord.Forwarded forwarding, UpstreamMeters host) {
        int hedges = forwarding.hedged() ? 1 : 0;
        if (forwarding.attempts() - hedges > 1) {
            host.triedAgain("retry", forwarding.attempts() - hedges - 1);
        }
        if (hedges > 0) {
            host.triedAgain("hedge", hedges);
        }
        if (forwarding.budgetExhausted()) {
            host.triedAgain("budget-exhausted", 1);
        }
    }

    void healthChanged(VersionKey version, HostAddress host, @Nullable String unhealthyReason) {
        hosts.get(UpstreamKey.of(version, host)).healthChanged(unhealthyReason == null);
    }

    void ejected(VersionKey version, HostAddress host) {
        hosts.get(UpstreamKey.of(version, host)).ejections.increment();
    }

    void pools(Supplier<List<PoolState>> states) {
        pools = states;
    }

    /** Drops the meters of hosts that are gone. */
    void hostsChanged() {
        Set<UpstreamKey> named = new HashSet<>();
        for (UpstreamGroup group : upstreams.groups()) {
            group.hosts().forEach(host -> named.add(UpstreamKey.of(group.key(), host.address())));
        }
        hosts.retain(named::contains, UpstreamMeters::remove);
    }

    /** Brings the set of hosts up to date, and their values with it. */
    synchronized void refresh() {
        List<Row<?>> health = new ArrayList<>();
        List<Row<?>> out = new ArrayList<>();
        List<Row<?>> load = new ArrayList<>();
        Map<Tags, Integer> blind = new HashMap<>();
        for (UpstreamGroup group : upstreams.groups()) {
            if (group.isDiscovered()) {
                blind.merge(MetricNames.tags(group.key()), group.discoveryFailure() == null ? 0 : 1, Math::max);
            }
            for (UpstreamHost host : group.hosts()) {
                Tags tags = UpstreamKey.of(group.key(), host.address()).tags();
                health.add(Row.of(tags, host.healthy() ? 1 : 0));
                out.add(Row.of(tags, host.ejection() == null ? 0 : 1));
                load.add(Row.of(tags, host.inFlight()));
            }
        }
        healthy.register(health, true);
        ejected.register(out, true);
        inFlight.register(load, true);
        List<Row<?>> failing = new ArrayList<>();
        blind.forEach((tags, value) -> failing.add(Row.of(tags, value)));
        discoveryFailing.register(failing, true);
        List<Row<?>> open = new ArrayList<>();
        List<Row<?>> queued = new ArrayList<>();
        for (PoolState pool : pools.get()) {
            Tags tags = Tags.of("upstream", pool.host().toString());
            open.add(Row.of(tags.and("state", "busy"), pool.open() - pool.idle()));
            open.add(Row.of(tags.and("state", "idle"), pool.idle()));
            open.add(Row.of(tags.and("state", "connecting"), pool.connecting()));
            queued.add(Row.of(tags, pool.waiting()));
        }
        connections.register(open, true);
        waiting.register(queued, true);
    }

    /** What is measured of one upstream host. Safe for concurrent use. */
    private static final class UpstreamMeters {

        private final MeterRegistry registry;
        private final UpstreamKey key;
        private final Timer responses;
        private final Counter becameUnhealthy;
        private final Counter recovered;
        private final Counter ejections;
        private final Map<Rejection, Counter> failures = new ConcurrentHashMap<>();
        private final Map<String, Counter> retries = new ConcurrentHashMap<>();

        UpstreamMeters(MeterRegistry registry, UpstreamKey key) {
            this.registry = registry;
            this.key = key;
            this.responses = Timer.builder(MetricNames.UPSTREAM_REQUESTS)
                    .description("From forwarding a request to the head of the upstream's response")
                    .tags(key.tags())
                    .serviceLevelObjectives(MetricNames.latencyBounds())
                    .register(registry);
            this.becameUnhealthy = changes("unhealthy");
            this.recovered = changes("healthy");
            this.ejections = Counter.builder(MetricNames.UPSTREAM_EJECTIONS)
                    .description("How often the host was left out of balancing as its calls failed")
                    .tags(key.tags())
                    .register(registry);
        }

        private Counter changes(String to) {
            return Counter.builder(MetricNames.UPSTREAM_HEALTH_CHANGES)
                    .description("How often health checks have taken the host out of balancing and taken it back")
                    .tags(key.tags())
                    .tag("to", to)
                    .register(registry);
        }

        void responded(long nanos) {
            responses.record(nanos, TimeUnit.NANOSECONDS);
        }

        void failed(Rejection reason) {
            failures.computeIfAbsent(reason, this::failures).increment();
        }

        void healthChanged(boolean isHealthy) {
            (isHealthy ? recovered : becameUnhealthy).increment();
        }

        void triedAgain(String kind, int times) {
            retries.computeIfAbsent(kind, this::retries).increment(times);
        }

        private Counter retries(String kind) {
            return Counter.builder(MetricNames.UPSTREAM_RETRIES)
                    .description(
                            "Further tries of requests that ended at this host, and those that the budget did not allow")
                    .tags(key.tags())
                    .tag("kind", kind)
                    .register(registry);
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
            registry.remove(responses);
            registry.remove(becameUnhealthy);
            registry.remove(recovered);
            registry.remove(ejections);
            failures.values().forEach(registry::remove);
            retries.values().forEach(registry::remove);
        }
    }
}
