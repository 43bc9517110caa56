package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.codec.Tokens;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.forwarding.MirrorListener.CopyOutcome;
import io.gatehouse.http.pool.HostPool;
import io.gatehouse.http.pool.IoThreadContext;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes the copies of requests that mirrors get: a share of each service's requests, so many at a time and so many bytes of them;
 * whatever is beyond is not copied. Safe for concurrent use.
 */
public final class Mirrors {

    /** The longest body that is copied, in bytes. */
    static final int LARGEST_BODY = 64 * 1024;

    /** Copies of one service that are under way at a time, of all I/O threads. */
    static final int MOST_AT_A_TIME = 64;

    /** Bytes of bodies that are held for them. */
    private static final long MOST_BYTES = 2 << 20;

    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private volatile MirrorListener listener = (service, outcome) -> {};

    Mirrors() {}

    /** Has what becomes of copies told from now on. */
    public void reportTo(MirrorListener to) {
        listener = to;
    }

    /** A copy of a request that is about to be forwarded; null if none is to be made. */
    @Nullable
    MirroredRequest copy(GatewayExchange exchange, RequestState state, IoThreadContext context, HeaderRules rules) {
        Steering.Mirror mirror = state.route().service().forwarding().steering().mirror();
        if (mirror == null || !isChosen(mirror.share().share()) || Tunnel.isAskedFor(exchange)) {
            return null;
        }
        String service = state.route().service().name();
        String length = exchange.request().first(Headers.CONTENT_LENGTH);
        if (length != null && Tokens.parseLength(length) > LARGEST_BODY) {
            listener.ended(service, CopyOutcome.TOO_LARGE);
            return null;
        }
        Room room = rooms.computeIfAbsent(service, Room::new);
        if (!room.enter()) {
            listener.ended(service, CopyOutcome.BUSY);
            return null;
        }
        HostPool pool = context.mirror(mirror.to());
        HeadBuffer head = context.requestHead();
        RequestHead.writeCopy(head, exchange, state, rules, pool.authority());
        return new MirroredRequest(
                room,
                context,
                pool,
                exchange.http().getRequestMethod(),
                head.toBytes(),
                state.route().service().forwarding().timeouts());
    }

    private static boolean isChosen(double share) {
        return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
    }

    /** The copies of one service that are under way. Safe for concurrent use. */
    final class Room {

        private final String service;
        private final AtomicInteger copies = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        Room(String service) {
            this.service = service;
        }

        boolean enter() {
            if (copies.incrementAndGet() <= MOST_AT_A_TIME) {
                return true;
            }
            copies.decrementAndGet();
            return false;
        }

        /** Takes room for so many bytes more; false if there is none. */
        boolean take(int more) {
            if (bytes.addAndGet(more) <= MOST_BYTES) {
                return true;
            }
            bytes.addAndGet(-more);
            return false;
        }

        /** A copy that held so many bytes has ended. */
        void leave(int held, CopyOutcome outcome) {
            bytes.addAndGet(-held);
            copies.decrementAndGet();
            listener.ended(service, outcome);
        }
    }
}
