package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.wiring.DashboardModule.InFlightNow;
import io.gatehouse.domain.gateway.Reauthorization;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.http.GatewayServer;
import io.gatehouse.http.HttpSettings;
import io.gatehouse.http.cache.ResponseCache;
import io.gatehouse.http.idempotency.IdempotencyServices;
import io.gatehouse.http.metrics.GatewayMetrics;

/** The server that clients talk to, with its connections to upstreams. */
final class HttpModule extends AbstractModule {

    @Provides
    @Singleton
    static ResponseCache cache(HeapBudget budget) {
        return new ResponseCache(budget.responses());
    }

    @Provides
    @Singleton
    static GatewayServer server(
            HttpSettings settings,
            StageRunner stages,
            LiveRegistry live,
            Reauthorization reauthorization,
            LoadBalancer upstreams,
            GatewayClock clock,
            TrafficListener traffic,
            IdempotencyServices idempotency,
            ResponseCache cache,
            GatewayMetrics metrics,
            InFlightNow inFlight) {
        var server = new GatewayServer(
                settings, stages, live, reauthorization, upstreams, clock, traffic, idempotency, cache);
        metrics.inFlight(server::inFlight);
        inFlight.from(server::inFlight);
        metrics.pools(server::pools);
        metrics.handshakes(server.handshakes());
        metrics.grpcRefusals(server.grpcRefusals());
        if (settings.traces() != null) {
            metrics.traces(settings.traces());
        }
        server.mirrors().reportTo(metrics.mirrors());
        server.reportTo(metrics.compression());
        return server;
    }
}
