package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.pool.ConnectionCallback.Reuse;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * The connections of one I/O thread to one host: idle ones are used again, the latest first; when there are too many,
 * requests wait in line, and when too many wait, they are sent away. Its counts may be read by any thread.
 *
 * <p>Whoever wants a connection is lent one at once, or has one opened ({@link Pending}), or is in line ({@link Waiting}), until it
 * has one or {@link #leave leaves}. A connection is lent, then idle or lent to the next in line, and so on, until it is closed or
 * lent for good. Each place that becomes free, and each that did not lead to a connection, goes to the next in line.
 */
public final class HostPool extends WatchedDeadline {

    private final HostAddress address;
    private final String label;
    private final String authority;
    private final Connector connector;
    private final ProxyLimits limits;
    private final OpenConnections all;
    private final IoThreadContext context;
    private final IdleConnections idle;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<ConnectionCallback, Pending> pending = new HashMap<>();
    private final AtomicInteger openCount = new AtomicInteger();
    private final AtomicInteger connectingCount = new AtomicInteger();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private boolean retired;
    private boolean wantsRoom;

    /** A pool of {@code context} whose connections are among {@code all}. */
    HostPool(
            HostAddress address,
            Connector connector,
            ProxyLimits limits,
            OpenConnections all,
            IoThreadContext context) {
        this.address = address;
        this.label = address.toString();
        this.authority = address.authority();
        this.connector = connector;
        this.idle = new IdleConnections(connector.scanner());
        this.limits = limits;
        this.all = all;
        this.context = context;
    }

    HostAddress address() {
        return address;
    }

    /** The host as a URL. */
    public String label() {
        return label;
    }

    /** The host as a Host header names it. */
    public String authority() {
        return authority;
    }

    /** The pool's counts now. */
    PoolState state() {
        return new PoolState(address, openCount.get(), idle.count(), connectingCount.get(), waitingCount.get());
    }

    private DeadlineScanner scanner() {
        return connector.scanner();
    }

    /** Gets a connection: an idle one if there is one that will do, else a new one as soon as there is room for it. */
    public void acquire(ConnectionCallback callback, Duration connectTimeout, Reuse reuse) {
        UpstreamConnection ready = switch (reuse) {
            case ANY -> idle.takeLatest();
            case TESTED -> idle.takeTested(mayConnect());
            case NONE -> null;
        };
        if (ready != null) {
            callback.connected(ready, true);
        } else if (takesPlace()) {
            new Pending(callback, connectTimeout).begin();
        } else if (waiting.size() < limits.waiting()) {
            waiting.addLast(new Waiting(callback, connectTimeout, reuse));
            waitingCount.lazySet(waiting.size());
            callback.waits();
        } else {
            callback.busy();
        }
    }

    /** Wants no connection any more: leaves the line, or the connection that is being opened for it. */
    public void leave(ConnectionCallback callback) {
        Pending opened = pending.get(callback);
        if (opened == null) {
            waiting.removeIf(one -> one.callback == callback);
            waitingCount.lazySet(waiting.size());
        } else {
            opened.end();
            opened.attempt.withdraw();
            connectNext();
        }
    }

    /** A connection that was lent again was dead by then. */
    public void wasDead() {
        idle.wasDead();
    }

    /** A lent connection comes back, fit for the next request. */
    void takeBack(UpstreamConnection connection) {
        idle.servedAgain(connection);
        Waiting next = nextWaiting();
        if (next != null && next.reuse != Reuse.ANY && connection.isStale()) {
            // The place that becomes free is used for a fresh one.
            waiting.addFirst(next);
            waitingCount.lazySet(waiting.size());
            connection.close();
        } else if (next != null) {
            next.callback.connected(connection, true);
        } else if (retired || !connection.isOpen() || all.isWanted()) {
            connection.close();
        } else {
            idle.add(connection);
            scanner().watch(this);
        }
    }

    /** A connection is closed, or lent for good. */
    void lost(UpstreamConnection connection) {
        openCount.lazySet(openCount.get() - 1);
        idle.remove(connection);
        connectNext();
    }

    /** The host has closed a connection that idled. */
    void closedByHost(UpstreamConnection connection) {
        idle.closedByHost(connection);
    }

    /** The connection that has idled longest; null if none idles. */
    @Nullable
    UpstreamConnection longestIdle() {
        return idle.longest();
    }

    /** Closes what is idle now, and what is lent when it comes back. */
    void retire() {
        retired = true;
        idle.closeIf(connection -> true);
        scanner().forget(this);
    }

    @Override
    public void check(long nowNanos) {
        idle.closeIf(connection -> connection.hasIdledTooLong(nowNanos));
        if (idle.count() == 0) {
            scanner().forget(this);
        }
    }

    @Override
    public void giveUp() {
        retire();
    }

    private boolean mayConnect() {
        return openCount.get() + pending.size() < limits.connections();
    }

    /** Takes a place for one more connection, among those to this host and among all; hears of room later if there is none. */
    private boolean takesPlace() {
        if (!mayConnect()) {
            return false;
        }
        boolean taken = takesPlaceAmongAll();
        if (!taken && !wantsRoom) {
            wantsRoom = true;
            all.whenRoom(this::roomThere);
            context.askOthers();
        }
        return taken;
    }

    private boolean takesPlaceAmongAll() {
        return all.add() || (context.closeOneIdle() && all.add());
    }

    /** May be called by any thread. */
    private void roomThere() {
        try {
            scanner().thread().execute(this::useRoom);
        } catch (RejectedExecutionException e) {
            // This thread has ended; another one may want it.
            all.offer();
        }
    }

    private void useRoom() {
        wantsRoom = false;
        connectNext();
        if (!wantsRoom) {
            all.offer();
        }
    }

    /** Opens connections for those in line, as far as there is room. */
    private void connectNext() {
        while (!waiting.isEmpty() && takesPlace()) {
            Waiting next = nextWaiting();
            if (next == null) {
                all.remove();
            } else {
                new Pending(next.callback, next.connectTimeout).begin();
            }
        }
    }

    private @Nullable Waiting nextWaiting() {
        Waiting next = waiting.pollFirst();
        waitingCount.lazySet(waiting.size());
        return next;
    }

    /** In line. */
    private record Waiting(ConnectionCallback callback, Duration connectTimeout, Reuse reuse) {}

    /** A connection being opened for somebody; there is a place for it. */
    private final class Pending implements Connector.Listener {

        private final ConnectionCallback callback;
        private final ConnectAttempt attempt;

        Pending(ConnectionCallback callback, Duration timeout) {
            this.callback = callback;
            this.attempt = new ConnectAttempt(connector, address, timeout, this);
        }

        void begin() {
            pending.put(callback, this);
            connectingCount.lazySet(pending.size());
            attempt.begin();
        }

        void end() {
            pending.remove(callback);
            connectingCount.lazySet(pending.size());
        }

        @Override
        public void opened(StreamConnection channel) {
            end();
            openCount.lazySet(openCount.get() + 1);
            callback.connected(new UpstreamConnection(HostPool.this, channel, context.buffers(), all::remove), false);
        }

        @Override
        public void failed(HostFailure failure, String why, @Nullable Throwable last) {
            end();
            callback.unreachable(failure, why);
            connectNext();
        }

        @Override
        public boolean takePlace() {
            return takesPlaceAmongAll();
        }

        @Override
        public void leavePlace() {
            all.remove();
        }
    }
}
