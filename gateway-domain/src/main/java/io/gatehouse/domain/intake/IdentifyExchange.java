package io.gatehouse.domain.intake;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.Exchange;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestIds;
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
        boolean trusted = addresses.isTrusted(incoming.peer());
        String offered = trusted ? incoming.headers().first(REQUEST_ID) : null;
        String id = offered != null && RequestIds.isAcceptable(offered) ? offered : RequestIds.next();
        var client = trusted ? addresses.clientOf(incoming.peer(), incoming.headers()) : incoming.peer();
        return Decision.proceed(state.with(new Exchange(id, clock.nanoTime(), clock.epochMillis(), client, trusted)));
    }
}
