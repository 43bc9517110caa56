package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.IdempotencyPolicy;
import io.gatehouse.http.idempotency.BodyRoom;
import io.gatehouse.http.idempotency.CallRegister;
import io.gatehouse.http.idempotency.IdempotencyServices;
import java.util.List;
import java.util.function.BiPredicate;

/** Stands before the choice of a host: calls with a key of their own, where their service wants that, are forwarded once. */
public final class IdempotentCalls {

    private final CallRegister register;
    private final BodyRoom room;
    private final Forwarder forwarder;
    private final BiPredicate<String, Runnable> blocking;

    /**
     * Forwards by {@code forwarder}.
     *
     * @param blocking runs what may block in the share of a tenant; false if there is no room for it
     */
    public IdempotentCalls(IdempotencyServices services, Forwarder forwarder, BiPredicate<String, Runnable> blocking) {
        this.register = services.register();
        this.room = services.room();
        this.forwarder = forwarder;
        this.blocking = blocking;
    }

    /** Has the call go on, or gives the answer that is known; on the exchange's I/O thread, never blocks. */
    void recall(PendingCall call) {
        RequestState state = call.state();
        IdempotencyPolicy policy =
                state.route().service().forwarding().responses().idempotency();
        List<String> keys = policy == null || !IdempotencyPolicy.guards(state.method())
                ? List.of()
                : state.request().headers().all(policy.header());
        if (policy == null || keys.isEmpty() || call.exchange().isGrpc()) {
            // What a call by gRPC has come to stands in trailers, which are not kept.
            call.goOn();
            return;
        }
        String flaw = policy.flaw(keys);
        if (flaw == null) {
            new IdempotentCall(this, call, policy).begin(keys.get(0));
        } else {
            call.exchange().refuse(Refusal.of(Rejection.MALFORMED_REQUEST, flaw).decidedBy(policy.origin()));
        }
    }

    CallRegister register() {
        return register;
    }

    BodyRoom room() {
        return room;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    /** Runs what may block, elsewhere if it does; false if there is no room for it. */
    boolean run(String tenant, Runnable work) {
        if (register.blocks()) {
            return blocking.test(tenant, work);
        }
        work.run();
        return true;
    }
}
