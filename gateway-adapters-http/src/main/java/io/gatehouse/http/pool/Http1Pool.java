package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.pool.ConnectionCallback.Reuse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
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
final class Http1Pool extends HostPool {

    private final IdleConnections idle;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<ConnectionCallback, Pending> pending = new HashMap<>();
    private final AtomicInteger openCount = new AtomicInteger();
    private final AtomicInteger connectingCount = new AtomicInteger();
    private final AtomicInteger waitingCount = new AtomicInteger();

    Http1Pool(HostAddress address, ProxyLimits limits, IoThreadContext context) {
        super(address, limits, context);
        this.idle = new IdleConnections(context.scanner());
    }

    @Override
    PoolState state() {
        return new PoolState(address(), openCount.get(), idle.count(), connectingCount.get(), waitingCount.get());
    }

    @Override
    public void acquire(ConnectionCallback callback, Duration connectTimeout, Reuse reuse) {
        Http1Connection ready = switch (reuse) {
            case ANY -> idle.takeLatest();
            case TESTED -> idle.takeTested(mayConnect());
            case NONE -> null;
        };
        if (ready != null) {
            callback.connected(ready, true);
        } else if (takesPlace()) {
            new Pending(callback, connectTimeout).begin();
        } else if (waiting.size() < limits().waiting()) {
            waiting.addLast(new Waiting(callback, connectTimeout, reuse));
            waitingCount.lazySet(waiting.size());
            callback.waits();
        } else {
            callback.busy();
        }
    }

    @Override
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

    @Override
    public void wasDead() {
        idle.wasDead();
    }

    /** A lent connection comes back, fit for the next request. */
    void takeBack(Http1Connection connection) {
        idle.servedAgain(connection);
        Waiting next = nextWaiting();
        if (next != null && next.reuse != Reuse.ANY && connection.isStale()) {
            // The place that becomes free is used for a fresh one.
            waiting.addFirst(next);
            waitingCount.lazySet(waiting.size());
            connection.close();
        } else if (next != null) {
            next.callback.connected(connection, true);
        } else if (idle.isRetired() || !connection.isOpen() || all().isWanted()) {
            connection.close();
        } else {
            idle.add(connection);
        }
    }

    /** A connection is closed, or lent for good. */
    void lost(Http1Connection connection) {
        openCount.lazySet(openCount.get() - 1);
        idle.remove(connection);
        connectNext();
    }

    /** The host has closed a connection that idled. */
    void closedByHost(Http1Connection connection) {
        idle.closedByHost(connection);
    }

    @Override
    @Nullable
    Http1Connection longestIdle() {
        return idle.longest();
    }

    @Override
    long longestIdleSince() {
        Http1Connection longest = idle.longest();
        return longest == null ? 0 : longest.idleSince();
    }

    @Override
    void retire() {
        idle.giveUp();
    }

    private boolean mayConnect() {
        return openCount.get() + pending.size() < limits().connections();
    }

    private boolean takesPlace() {
        return mayConnect() && takesPlaceOrAsks();
    }

    @Override
    void connectNext() {
        while (!waiting.isEmpty() && takesPlace()) {
            Waiting next = nextWaiting();
            if (next == null) {
                all().remove();
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
            this.attempt = new ConnectAttempt(connector(), address(), timeout, Http1Pool.this, this);
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
            callback.connected(new Http1Connection(Http1Pool.this, channel, all()::remove), false);
        }

        @Override
        public void failed(HostFailure failure, String why, @Nullable Throwable last) {
            end();
            callback.unreachable(failure, why);
            connectNext();
        }
    }
}
