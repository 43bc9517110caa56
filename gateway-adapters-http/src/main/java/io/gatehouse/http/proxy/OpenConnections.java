package io.gatehouse.http.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections to all upstreams of one server, those that are being opened included. Safe for concurrent use. */
final class OpenConnections {

    private final int most;
    private final AtomicInteger count = new AtomicInteger();

    OpenConnections(int most) {
        this.most = most;
    }

    /** One more; false if there are too many now, and one that idles should make room. */
    boolean add() {
        return count.incrementAndGet() <= most;
    }

    /** One less. */
    void remove() {
        count.decrementAndGet();
    }
}
