package io.gatehouse.http.metrics;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What hosts are like at the moment of a scrape: health, requests in flight, open connections. */
final class StateGauges {

    private final Upstreams upstreams;
    private final MultiGauge healthy;
    private final MultiGauge inFlight;
    private final MultiGauge connections;
    private volatile Supplier<Map<HostAddress, Integer>> pools = Map::of;

    StateGauges(MeterRegistry registry, Upstreams upstreams) {
        this.upstreams = upstreams;
        healthy = MultiGauge.builder(MetricNames.UPSTREAM_HEALTHY)
                .description("1 while the host takes part in balancing, 0 while health checks keep it out")
                .register(registry);
        inFlight = MultiGauge.builder(MetricNames.UPSTREAM_IN_FLIGHT)
                .description("Requests being forwarded to the host")
                .register(registry);
        connections = MultiGauge.builder(MetricNames.UPSTREAM_CONNECTIONS)
                .description("Open connections in the pool of the host")
                .register(registry);
    }

    void pools(Supplier<Map<HostAddress, Integer>> openConnections) {
        pools = openConnections;
    }

    /** Brings the set of hosts up to date, and their values with it. */
    synchronized void refresh() {
        List<Row<?>> health = new ArrayList<>();
        List<Row<?>> load = new ArrayList<>();
        for (UpstreamGroup group : upstreams.groups()) {
            for (UpstreamHost host : group.hosts()) {
                Tags tags = UpstreamKey.of(group.key(), host.address()).tags();
                health.add(Row.of(tags, host.healthy() ? 1 : 0));
                load.add(Row.of(tags, host.inFlight()));
            }
        }
        List<Row<?>> open = new ArrayList<>();
        pools.get().forEach((host, count) -> open.add(Row.of(Tags.of("upstream", host.toString()), count)));
        healthy.register(health, true);
        inFlight.register(load, true);
        connections.register(open, true);
    }
}
