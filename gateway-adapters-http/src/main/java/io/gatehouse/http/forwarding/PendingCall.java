package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.http.exchange.GatewayExchange;

/** A call that has passed all checks and has no host yet: it may be answered with a response that is kept. Used on its I/O thread. */
public interface PendingCall {

    /** Its exchange. */
    GatewayExchange exchange();

    /** What has been found out about it. */
    RequestState state();

    /** Goes on to a host; does nothing if its exchange has ended. */
    void goOn();

    /** The same call once more, for nobody but the cache: its client has got what is kept. */
    PendingCall forNobody();
}
