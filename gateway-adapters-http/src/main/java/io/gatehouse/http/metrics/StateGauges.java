package io.gatehouse.http.metrics;

import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.pool.PoolState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What hosts are like at the moment of a scrape: health, requests in flight, connections. */
final class StateGauges {

    private final Upstreams upstreams;
    private final MultiGauge healthy;
    private final MultiGauge inFlight;
    private final MultiGauge connections;
    private final MultiGauge waiting;
    private volatile Supplier<List<PoolState>> pools = List::of;

    StateGauges(MeterRegistry registry, Upstreams upstreams) {
        this.upstreams = upstreams;
        healthy = MultiGauge.builder(MetricNames.UPSTREAM_HEALTHY)
                .description("1 while the host is healthy, 0 while health checks keep it out of balancing")
                .register(registry);
        inFlight = MultiGauge.builder(MetricNames.UPSTREAM_IN_FLIGHT)
                .description("Requests being forwarded to the host")
                .register(registry);
        connections = MultiGauge.builder(MetricNames.UPSTREAM_CONNECTIONS)
                .description("Connections to the host by what they are doing")
                .register(registry);
        waiting = MultiGauge.builder(MetricNames.UPSTREAM_WAITING)
                .description("Requests that wait for a connection to the host")
                .register(registry);
    }

    void pools(Supplier<List<PoolState>> states) {
        pools = states;
    }

    /** Brings the set of hosts up to date, and their values with it. */
    synchronized void refresh() {
        refreshHosts();
        refreshPools();
    }

    private void refreshHosts() {
        List<Row<?>> health = new ArrayList<>();
        List<Row<?>> load = new ArrayList<>();
        for (UpstreamGroup group : upstreams.groups()) {
            for (UpstreamHost host : group.hosts()) {
                Tags tags = UpstreamKey.of(group.key(), host.address()).tags();
                health.add(Row.of(tags, host.healthy() ? 1 : 0));
                load.add(Row.of(tags, host.inFlight()));
            }
        }
        healthy.register(health, true);
        inFlight.register(load, true);
    }

    private void refreshPools() {
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
}
