package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.wiring.ListenersModule.Ports;
import io.gatehouse.domain.health.HealthListener;
import io.gatehouse.domain.health.HealthMonitor;
import io.gatehouse.domain.health.UpstreamProbe;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.http.probe.HttpUpstreamProbe;
import io.gatehouse.observability.api.DashboardApi;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Active health checks over HTTP, reported to the log and the metrics. */
final class HealthModule extends AbstractModule {

    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

    @Override
    protected void configure() {
        bind(UpstreamProbe.class).to(HttpUpstreamProbe.class);
    }

    @Provides
    @Singleton
    static HttpUpstreamProbe probe(Timer timer, GatewayClock clock, Ports ports) {
        return new HttpUpstreamProbe(timer, clock, ports.hostTls());
    }

    @Provides
    @Singleton
    static HealthListener listener(GatewayMetrics metrics, Optional<DashboardApi> dashboard) {
        var log = new HealthLog();
        Optional<HealthListener> feed = dashboard.map(DashboardApi::health);
        return (version, host, unhealthyReason) -> {
            metrics.changed(version, host, unhealthyReason);
            log.changed(version, host, unhealthyReason);
            feed.ifPresent(listener -> listener.changed(version, host, unhealthyReason));
        };
    }

    @Provides
    @Singleton
    static HealthMonitor monitor(Upstreams upstreams, UpstreamProbe probe, Timer timer, HealthListener listener) {
        return new HealthMonitor(
                upstreams, probe, timer, listener, (who, defect) -> LOG.error("A health listener failed", defect));
    }
}
