package io.gatehouse.domain.intake;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.ForwardedOrigin;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestIds;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.time.GatewayClock;

/** Gives the exchange its id, its start time and its client address; stops nothing. */
public final class IdentifyExchange implements RequestStage {

    private static final String REQUEST_ID = "X-Request-Id";

    private final ClientAddresses addresses;
    private final GatewayClock clock;

    public IdentifyExchange(ClientAddresses addresses, GatewayClock clock) {
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    public Decision decide(RequestState state) {
        IncomingRequest incoming = state.incoming();
        ForwardedOrigin origin = addresses.originOf(incoming.peer(), incoming.headers());
        String offered = origin == null ? null : incoming.headers().first(REQUEST_ID);
        String id = offered != null && RequestIds.isAcceptable(offered) ? offered : RequestIds.next();
        var client = origin == null ? incoming.peer() : origin.client();
        return Decision.proceed(state.with(new RequestInfo(id, clock.nanoTime(), clock.epochMillis(), client, origin)));
    }
}
