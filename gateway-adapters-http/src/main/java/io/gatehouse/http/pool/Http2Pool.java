package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.pool.ConnectionCallback.Reuse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * The HTTP/2 connections of one I/O thread to one host: one that carries all requests, and a further one when the host takes no more streams
 * on those that there are. While one is being opened, requests wait for it; beyond that they wait in line for a stream.
 */
final class Http2Pool extends HostPool implements Connector.Listener {

    private final List<Http2Upstream> connections = new ArrayList<>(1);
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final AtomicInteger openCount = new AtomicInteger();
    private final AtomicInteger idleCount = new AtomicInteger();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private volatile @Nullable ConnectAttempt connecting;
    private boolean retired;

    private record Waiting(ConnectionCallback callback, Duration connectTimeout) {}

    Http2Pool(HostAddress address, ProxyLimits limits, IoThreadContext context) {
        super(address, limits, context);
    }

    @Override
    PoolState state() {
        int idle = Math.min(idleCount.get(), openCount.get());
        return new PoolState(address(), openCount.get(), idle, connecting == null ? 0 : 1, waitingCount.get());
    }

    @Override
    public void acquire(ConnectionCallback callback, Duration connectTimeout, Reuse reuse) {
        Http2Upstream free = waiting.isEmpty() ? free() : null;
        if (free != null) {
            lend(free, callback);
        } else if (waiting.size() < limits().waiting()) {
            waiting.addLast(new Waiting(callback, connectTimeout));
            waitingCount.lazySet(waiting.size());
            if (connecting == null && !connect()) {
                callback.waits();
            }
        } else {
            callback.busy();
        }
    }

    private @Nullable Http2Upstream free() {
        for (Http2Upstream one : connections) {
            if (one.hasRoom()) {
                return one;
            }
        }
        return null;
    }

    private void lend(Http2Upstream from, ConnectionCallback callback) {
        boolean reused = from.hasServed();
        callback.connected(new Http2UpstreamStream(from, context()), reused);
        countIdle();
    }

    private boolean connect() {
        Waiting first = waiting.peekFirst();
        if (first == null || connections.size() >= limits().connections() || !takesPlaceOrAsks()) {
            return false;
        }
        var attempt = new ConnectAttempt(connector(), address(), first.connectTimeout, this, this);
        connecting = attempt;
        attempt.begin();
        return true;
    }

    @Override
    public void leave(ConnectionCallback callback) {
        waiting.removeIf(one -> one.callback == callback);
        waitingCount.lazySet(waiting.size());
    }

    @Override
    public void opened(StreamConnection channel) {
        connecting = null;
        var connection = new Http2Upstream(this, channel);
        connections.add(connection);
        openCount.lazySet(connections.size());
        connection.begin();
        serveLine();
        if (retired) {
            connection.retire();
        }
    }

    @Override
    public void failed(HostFailure failure, String why, @Nullable Throwable last) {
        connecting = null;
        List<Waiting> all = new ArrayList<>(waiting);
        if (connections.isEmpty()) {
            waiting.clear();
            waitingCount.lazySet(0);
            all.forEach(one -> one.callback.unreachable(failure, why));
        } else {
            all.forEach(one -> one.callback.waits());
        }
    }

    /** A stream has ended, or the host takes more of them. */
    void serveLine() {
        Http2Upstream free = waiting.isEmpty() ? null : free();
        while (free != null) {
            ConnectionCallback next = waiting.removeFirst().callback;
            waitingCount.lazySet(waiting.size());
            lend(free, next);
            free = waiting.isEmpty() ? null : free();
        }
        connectNext();
        countIdle();
    }

    private void countIdle() {
        int idle = 0;
        for (Http2Upstream one : connections) {
            idle += one.isIdle() ? 1 : 0;
        }
        idleCount.lazySet(idle);
    }

    /** A connection is no more. */
    void lost(Http2Upstream connection) {
        if (connections.remove(connection)) {
            openCount.lazySet(connections.size());
            all().remove();
            serveLine();
        }
    }

    @Override
    @Nullable
    UpstreamConnection longestIdle() {
        // One of them stands for many: it is not closed to make room for others.
        return null;
    }

    @Override
    long longestIdleSince() {
        return 0;
    }

    @Override
    void retire() {
        retired = true;
        List.copyOf(connections).forEach(Http2Upstream::retire);
    }

    @Override
    void connectNext() {
        if (!waiting.isEmpty() && connecting == null) {
            connect();
        }
    }
}
