package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.exchange.DeadlineScanner;
import io.gatehouse.http.exchange.HasDeadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * The connections of one I/O thread to one host: idle ones are used again, the latest first; when there are too many,
 * requests wait in line, and when too many wait, they are sent away. Its counts may be read by any thread.
 *
 * <p>A request that cannot be sent again gets an idle connection only after a look at it, and only once it is clear that the
 * host keeps connections behind an answer: until one of them has served twice, it has to have been idle for a tenth of a
 * second, in which the end of it would have come.
 */
final class HostPool implements HasDeadline {

    private static final long SETTLED_NANOS = 100_000_000L;
    private static final long EARLY_NANOS = 1_000_000_000L;

    private final HostAddress address;
    private final String label;
    private final String authority;
    private final Connector connector;
    private final DeadlineScanner ticker;
    private final ProxyLimits limits;
    private final OpenConnections all;
    private final IoThreadContext lane;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<ConnectionCallback, ConnectAttempt> openings = new HashMap<>();
    private final AtomicInteger openCount = new AtomicInteger();
    private final AtomicInteger idleCount = new AtomicInteger();
    private final AtomicInteger connectingCount = new AtomicInteger();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private boolean keepsAlive;
    private boolean retired;
    private boolean wantsRoom;
    private int slot = NOWHERE;

    /** A pool of {@code lane} whose connections are among {@code all}. */
    HostPool(
            HostAddress address,
            Connector connector,
            DeadlineScanner ticker,
            ProxyLimits limits,
            OpenConnections all,
            IoThreadContext lane) {
        this.address = address;
        this.label = address.toString();
        this.authority = address.authority();
        this.connector = connector;
        this.ticker = ticker;
        this.limits = limits;
        this.all = all;
        this.lane = lane;
    }

    /** The host as a URL. */
    String label() {
        return label;
    }

    /** The host as a Host header names it. */
    String authority() {
        return authority;
    }

    /** The pool's counts now. */
    PoolState state() {
        return new PoolState(address, openCount.get(), idleCount.get(), connectingCount.get(), waitingCount.get());
    }

    /** Gets a connection: an idle one if there is one, unless only a fresh one will do. */
    void acquire(ConnectionCallback taker, Duration connectTimeout, boolean fresh) {
        UpstreamConnection ready = fresh ? null : taker.testsOnBorrow() ? nextTested() : nextIdle();
        if (ready != null) {
            taker.connected(ready, true);
        } else if (takesPlace()) {
            connect(taker, connectTimeout);
        } else if (waiting.size() < limits.waiting()) {
            waiting.addLast(new Waiting(taker, connectTimeout, fresh));
            waitingCount.lazySet(waiting.size());
            taker.waits();
        } else {
            taker.busy();
        }
    }

    /** Wants no connection any more: leaves the line, or the connection that is being opened for it. */
    void leave(ConnectionCallback taker) {
        ConnectAttempt opening = openings.get(taker);
        if (opening == null) {
            waiting.removeIf(one -> one.taker == taker);
            waitingCount.lazySet(waiting.size());
        } else {
            endOpening(taker);
            opening.withdraw();
            connectNext();
        }
    }

    /** A connection that was lent again was dead by then. */
    void wasDead() {
        keepsAlive = false;
    }

    /** A lent connection comes back, fit for the next request. */
    void takeBack(UpstreamConnection connection) {
        keepsAlive |= connection.isReused();
        Waiting next = nextWaiting();
        if (next != null && (next.fresh || next.taker.testsOnBorrow()) && connection.isStale()) {
            // The place that becomes free is used for a fresh one.
            waiting.addFirst(next);
            waitingCount.lazySet(waiting.size());
            connection.close();
        } else if (next != null) {
            next.taker.connected(connection, true);
        } else if (retired || !connection.isOpen() || all.isWanted()) {
            connection.close();
        } else {
            connection.idleFrom(ticker.now());
            idle.addLast(connection);
            idleCount.lazySet(idle.size());
            ticker.watch(this);
        }
    }

    /** A connection is closed, or lent for good. */
    void lost(UpstreamConnection connection) {
        openCount.lazySet(openCount.get() - 1);
        if (idle.remove(connection)) {
            idleCount.lazySet(idle.size());
        }
        connectNext();
    }

    /** The host has closed a connection that idled, which it may do with each soon after its answer. */
    void closedByHost(UpstreamConnection connection) {
        if (connection.idleNanos(ticker.now()) < EARLY_NANOS) {
            keepsAlive = false;
        }
    }

    /** The connection that has idled longest; null if none idles. */
    @Nullable
    UpstreamConnection longestIdle() {
        return idle.peekFirst();
    }

    /** Closes what is idle now, and what is lent when it comes back. */
    void retire() {
        retired = true;
        closeIdle(Long.MAX_VALUE, true);
        ticker.forget(this);
    }

    @Override
    public void check(long nowNanos) {
        closeIdle(nowNanos, false);
        if (idle.isEmpty()) {
            ticker.forget(this);
        }
    }

    @Override
    public void giveUp() {
        retire();
    }

    private void closeIdle(long nowNanos, boolean all) {
        // Closing one may close others, to make room for those in line: not while the idle ones are gone through.
        List<UpstreamConnection> ended = new ArrayList<>();
        idle.removeIf(connection -> (all || connection.hasIdledTooLong(nowNanos)) && ended.add(connection));
        idleCount.lazySet(idle.size());
        ended.forEach(UpstreamConnection::close);
    }

    private boolean mayConnect() {
        return openCount.get() + openings.size() < limits.connections();
    }

    /** Takes a place for one more connection, among those to this host and among all; is told of room later if there is none. */
    private boolean takesPlace() {
        if (!mayConnect()) {
            return false;
        }
        boolean taken = takesPlaceAmongAll();
        if (!taken && !wantsRoom) {
            wantsRoom = true;
            all.whenRoom(this::tellOfRoom);
            lane.askOthers();
        }
        return taken;
    }

    private boolean takesPlaceAmongAll() {
        return all.add() || (lane.closeOneIdle() && all.add());
    }

    /** May be called by any thread. */
    private void tellOfRoom() {
        try {
            ticker.thread().execute(this::useRoom);
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

    private @Nullable UpstreamConnection nextIdle() {
        UpstreamConnection ready = idle.pollLast();
        while (ready != null && !ready.isOpen()) {
            ready.close();
            ready = idle.pollLast();
        }
        idleCount.lazySet(idle.size());
        return ready;
    }

    private @Nullable UpstreamConnection nextTested() {
        UpstreamConnection ready = nextTrusted();
        while (ready != null && (!ready.isOpen() || ready.isStale())) {
            closedByHost(ready);
            ready.close();
            ready = nextTrusted();
        }
        idleCount.lazySet(idle.size());
        return ready;
    }

    private @Nullable UpstreamConnection nextTrusted() {
        if (keepsAlive || !mayConnect()) {
            return idle.pollLast();
        }
        UpstreamConnection oldest = idle.peekFirst();
        boolean settled = oldest != null && oldest.idleNanos(ticker.now()) > SETTLED_NANOS;
        return settled ? idle.pollFirst() : null;
    }

    /** Opens connections for those in line, as far as there is room. */
    private void connectNext() {
        while (!waiting.isEmpty() && takesPlace()) {
            Waiting next = nextWaiting();
            if (next == null) {
                all.remove();
            } else {
                connect(next.taker, next.connectTimeout);
            }
        }
    }

    private @Nullable Waiting nextWaiting() {
        Waiting next = waiting.pollFirst();
        while (next != null && next.taker.isGone()) {
            next = waiting.pollFirst();
        }
        waitingCount.lazySet(waiting.size());
        return next;
    }

    /** Opens a connection, for which there is a place. */
    private void connect(ConnectionCallback taker, Duration timeout) {
        ConnectAttempt opening = connector.opening(address, timeout, new Connector.Opened() {
            @Override
            public void opened(StreamConnection channel) {
                endOpening(taker);
                openCount.lazySet(openCount.get() + 1);
                var connection = new UpstreamConnection(HostPool.this, channel, connector.buffers(), all::remove);
                taker.connected(connection, false);
            }

            @Override
            public void failed(HostFailure failure, String why) {
                endOpening(taker);
                taker.unreachable(failure, why);
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
        });
        openings.put(taker, opening);
        connectingCount.lazySet(openings.size());
        opening.begin();
    }

    private void endOpening(ConnectionCallback taker) {
        openings.remove(taker);
        connectingCount.lazySet(openings.size());
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int now) {
        slot = now;
    }

    /** {@code fresh} if the connection must not have been dead already when it is lent. */
    private record Waiting(ConnectionCallback taker, Duration connectTimeout, boolean fresh) {}
}
