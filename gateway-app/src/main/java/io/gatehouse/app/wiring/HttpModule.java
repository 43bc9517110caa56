package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.wiring.DashboardModule.InFlightNow;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.http.GatewayServer;
import io.gatehouse.http.cache.ResponseCache;
import io.gatehouse.http.exchange.Traces;
import io.gatehouse.http.metrics.GatewayMetrics;

/** The server that clients talk to, with its connections to upstreams. */
final class HttpModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(GatewayServer.Parts.class);
    }

    @Provides
    @Singleton
    static ResponseCache cache(HeapBudget budget) {
        return new ResponseCache(budget.responses());
    }

    @Provides
    @Singleton
    static GatewayServer server(GatewayServer.Parts parts, GatewayMetrics metrics, InFlightNow inFlight) {
        var server = new GatewayServer(parts);
        Traces traces = parts.settings().traces();
        metrics.inFlight(server::inFlight);
        inFlight.from(server::inFlight);
        metrics.pools(server::pools);
        metrics.handshakes(server.handshakes());
        metrics.grpcRefusals(server.grpcRefusals());
        if (traces != null) {
            metrics.traces(traces);
        }
        server.mirrors().reportTo(metrics.mirrors());
        server.reportTo(metrics.compression());
        return server;
    }
}
