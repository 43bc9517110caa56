package io.gatehouse.http.forwarding;

import io.gatehouse.domain.cache.ResponseCache;
import io.gatehouse.domain.memory.BodyRoom;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.service.CachePolicy;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.exchange.GatewayExchange;
import org.jspecify.annotations.Nullable;

/** Stands before whatever forwards: gives responses that are kept to those who may have them, and keeps those that come. */
public final class CachedResponses {

    private final ResponseCache cache;
    private final BodyRoom room;
    private final GatewayClock clock;
    private final IdempotentCalls next;

    /** Copies bodies into {@code room} on their way. */
    public CachedResponses(ResponseCache cache, BodyRoom room, GatewayClock clock, IdempotentCalls next) {
        this.cache = cache;
        this.room = room;
        this.clock = clock;
        this.next = next;
    }

    /** Answers, or begins to forward; on the exchange's I/O thread, never blocks. */
    public void forward(GatewayExchange exchange, RequestState state) {
        CachePolicy policy = state.route().service().forwarding().responses().cache();
        if (policy == null) {
            next.forward(exchange, state);
        } else {
            new CachedCall(this, exchange, state, policy).begin();
        }
    }

    /** Answers what would be refused as no host can be asked; false if there is nothing to answer with. */
    public boolean answersInsteadOf(Refusal refusal, GatewayExchange exchange, RequestState state) {
        if (!CachedCall.isOfUpstream(refusal) || state.knownRoute() == null || state.knownVersion() == null) {
            return false;
        }
        @Nullable
        CachePolicy policy = state.route().service().forwarding().responses().cache();
        return policy != null && new CachedCall(this, exchange, state, policy).answersInsteadOf(refusal);
    }

    ResponseCache cache() {
        return cache;
    }

    BodyRoom room() {
        return room;
    }

    GatewayClock clock() {
        return clock;
    }

    IdempotentCalls next() {
        return next;
    }
}
