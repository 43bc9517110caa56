package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.http.exchange.GatewayExchange;

/**
 * Forwards an exchange that the stages have let pass, and sees it to its end.
 *
 * <p>Called on the exchange's I/O thread, outside of Undertow's handler call; never blocks. Whatever goes wrong becomes an
 * answer to the client, or the end of its connection.
 */
@FunctionalInterface
public interface Forwarder {

    /** Begins to forward to the host of the state's attempt. */
    void forward(GatewayExchange exchange, RequestState state);
}
