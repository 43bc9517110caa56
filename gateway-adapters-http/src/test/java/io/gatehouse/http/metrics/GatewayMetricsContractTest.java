package io.gatehouse.http.metrics;

import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import io.gatehouse.domain.upstream.Upstreams;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;

class GatewayMetricsContractTest extends TrafficListenerContract {

    private final TrafficClock clock = new TrafficClock();
    private final PrometheusMeterRegistry registry = clock.prometheusRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Override
    protected TrafficListener listener() {
        return new GatewayMetrics(registry, clock, new Upstreams(), 100);
    }

    @Override
    protected TrafficListener stalled() {
        return listener();
    }

    @Override
    protected long kept() {
        return 0;
    }

    @Override
    protected long mostKept() {
        return 0;
    }
}
