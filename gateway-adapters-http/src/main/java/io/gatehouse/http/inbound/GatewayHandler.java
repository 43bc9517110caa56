package io.gatehouse.http.inbound;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.ServerContext;
import io.gatehouse.http.forwarding.Forwarder;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;

/** Where every request comes in: guarded, counted, and sent on its way through the stages. */
public final class GatewayHandler implements HttpHandler {

    private final ServerContext surroundings;
    private final StageRunner stages;
    private final WorkThreads threads;
    private final Forwarder forwarder;
    private final long mostBody;

    /** Request bodies may have {@code mostBody} bytes where their service does not say otherwise. */
    public GatewayHandler(
            ServerContext surroundings, StageRunner stages, WorkThreads threads, Forwarder forwarder, long mostBody) {
        this.surroundings = surroundings;
        this.stages = stages;
        this.threads = threads;
        this.forwarder = forwarder;
        this.mostBody = mostBody;
    }

    @Override
    public void handleRequest(HttpServerExchange http) {
        var exchange = new GatewayExchange(http, surroundings);
        // Everything happens behind Undertow's handler call: within it, half of an exchange's methods are only noted.
        http.dispatch(SameThreadExecutor.INSTANCE, () -> begin(exchange));
    }

    private void begin(GatewayExchange exchange) {
        var walk = new PipelineRun(exchange, threads, forwarder, mostBody);
        walk.guarded(() -> {
            var request = new ReceivedRequest(exchange.http());
            Snapshot snapshot = surroundings.registry().current();
            exchange.begins(request, snapshot);
            String flaw = InboundGuard.flaw(exchange.http());
            if (flaw != null) {
                exchange.refuseAndClose(Refusal.of(Rejection.MALFORMED_REQUEST, flaw));
            } else if (!exchange.enter()) {
                exchange.refuse(Refusal.of(Rejection.OVERLOADED).with("Retry-After", "1"));
            } else {
                stages.run(RequestState.begin(request, snapshot, exchange.permits()), walk, walk);
            }
        });
    }
}
