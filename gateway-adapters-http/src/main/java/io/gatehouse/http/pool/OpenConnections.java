package io.gatehouse.http.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the sockets to all upstreams of one server, those that are being connected included, and lets there be no more than
 * so many. Safe for concurrent use.
 */
final class OpenConnections {

    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final Queue<Runnable> wanting = new ConcurrentLinkedQueue<>();

    OpenConnections(int most) {
        this.most = most;
    }

    /** One more; false, and none, if there are as many as there may be. */
    boolean add() {
        int now = count.get();
        while (now < most) {
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }

    /** One less, which somebody else may have. */
    void remove() {
        count.decrementAndGet();
        offer();
    }

    /** Has this run once, on any thread, when there may be room; whoever finds that there is none asks again. */
    void whenRoom(Runnable then) {
        wanting.add(then);
        // Some may have become free since there was no room.
        offer();
    }

    /** Lets the next one who wants it have the room there is; does nothing if there is none. */
    void offer() {
        if (count.get() < most) {
            Runnable next = wanting.poll();
            if (next != null) {
                next.run();
            }
        }
    }

    /** Whether somebody waits for room. */
    boolean isWanted() {
        return !wanting.isEmpty();
    }
}
