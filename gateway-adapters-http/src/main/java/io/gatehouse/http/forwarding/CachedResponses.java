package io.gatehouse.http.forwarding;

import io.gatehouse.domain.service.CachePolicy;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.cache.ResponseCache;
import io.gatehouse.http.idempotency.BodyRoom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the choice of a host: gives responses that are kept to those who may have them, and keeps those that come. */
public final class CachedResponses {

    /** Of one service at a time. */
    private static final int MOST_REVALIDATIONS = 64;

    private final Map<String, AtomicInteger> revalidations = new ConcurrentHashMap<>();
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

    /** Answers, or has the call go on; on the exchange's I/O thread, never blocks. */
    public void recall(PendingCall call) {
        CachePolicy policy =
                call.state().route().service().forwarding().responses().cache();
        if (policy == null || Tunnel.isAskedFor(call.exchange())) {
            // A page is no answer to who wants a connection; by HTTP/2 it would be taken for one.
            next.recall(call);
        } else {
            new CachedCall(this, call, policy).begin();
        }
    }

    /** Begins to ask for something again behind a client's back; false if there is too much of that for this service. */
    boolean beginRevalidation(String service) {
        AtomicInteger now = revalidations.computeIfAbsent(service, name -> new AtomicInteger());
        boolean begins = now.incrementAndGet() <= MOST_REVALIDATIONS;
        if (!begins) {
            now.decrementAndGet();
        }
        return begins;
    }

    /** One that has begun has ended. */
    void endRevalidation(String service) {
        AtomicInteger now = revalidations.get(service);
        if (now != null) {
            now.decrementAndGet();
        }
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
