package io.gatehouse.http.pool;

import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one pool that idle, and which of them may be lent. Used on one I/O thread; the count may be read by any.
 *
 * <p>A request that cannot be sent again gets one only after a look at it, and only once it is clear that the host keeps
 * connections behind a response: until one of them has served twice, it has to have been idle for a tenth of a second, in which
 * the end of it would have come.
 */
final class IdleConnections extends WatchedDeadline {

    private static final long SETTLED_NANOS = 100_000_000L;
    private static final long EARLY_NANOS = 1_000_000_000L;

    private final DeadlineScanner scanner;
    private final Deque<Http1Connection> idle = new ArrayDeque<>();
    private final AtomicInteger count = new AtomicInteger();
    private boolean hostKeepsThem;
    private boolean retired;

    IdleConnections(DeadlineScanner scanner) {
        this.scanner = scanner;
    }

    int count() {
        return count.get();
    }

    void add(Http1Connection connection) {
        connection.idleFrom(scanner.now());
        idle.addLast(connection);
        count.lazySet(idle.size());
        scanner.watch(this);
    }

    void remove(Http1Connection connection) {
        if (idle.remove(connection)) {
            count.lazySet(idle.size());
        }
    }

    /** The one that has idled longest; null if none idles. */
    @Nullable
    Http1Connection longest() {
        return idle.peekFirst();
    }

    /** Takes out the latest that is open; null if there is none. */
    @Nullable
    Http1Connection takeLatest() {
        Http1Connection ready = idle.pollLast();
        while (ready != null && !ready.isOpen()) {
            ready.close();
            ready = idle.pollLast();
        }
        count.lazySet(idle.size());
        return ready;
    }

    /** Takes out one that has been looked at, and can be trusted if another could be opened instead; null if there is none. */
    @Nullable
    Http1Connection takeTested(boolean othersMayBeOpened) {
        Http1Connection ready = pollTrusted(othersMayBeOpened);
        while (ready != null && (!ready.isOpen() || ready.isStale())) {
            closedByHost(ready);
            ready.close();
            ready = pollTrusted(othersMayBeOpened);
        }
        count.lazySet(idle.size());
        return ready;
    }

    private @Nullable Http1Connection pollTrusted(boolean othersMayBeOpened) {
        if (hostKeepsThem || !othersMayBeOpened) {
            return idle.pollLast();
        }
        Http1Connection oldest = idle.peekFirst();
        boolean settled = oldest != null && oldest.idleNanos(scanner.now()) > SETTLED_NANOS;
        return settled ? idle.pollFirst() : null;
    }

    /** One comes back that has served twice, if it has: then the host keeps them. */
    void servedAgain(Http1Connection connection) {
        hostKeepsThem |= connection.isReused();
    }

    /** One that was lent again was dead by then. */
    void wasDead() {
        hostKeepsThem = false;
    }

    /** The host has closed one that idled, which it may do with each soon after its response. */
    void closedByHost(Http1Connection connection) {
        if (connection.idleNanos(scanner.now()) < EARLY_NANOS) {
            hostKeepsThem = false;
        }
    }

    /** Whether none is to be added any more. */
    boolean isRetired() {
        return retired;
    }

    /** Closes all, now and for good. */
    @Override
    public void giveUp() {
        retired = true;
        closeIf(connection -> true);
        scanner.forget(this);
    }

    @Override
    public void check(long nowNanos) {
        closeIf(connection -> connection.hasIdledTooLong(nowNanos));
        if (idle.isEmpty()) {
            scanner.forget(this);
        }
    }

    private void closeIf(Predicate<Http1Connection> condition) {
        // Closing one may close others, to make room for those in line: not while the idle ones are gone through.
        List<Http1Connection> ended = new ArrayList<>();
        idle.removeIf(connection -> condition.test(connection) && ended.add(connection));
        count.lazySet(idle.size());
        ended.forEach(Http1Connection::close);
    }
}
