package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.timer.PacedCloses;
import io.gatehouse.http.timer.WatchedDeadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * One connection being opened, to whichever address of the host takes it first (RFC 8305, Happy Eyeballs).
 *
 * <p>The next address is tried when one fails, or is not ready within 250 milliseconds; those that were begun go on
 * meanwhile. The first that is ready wins, its TLS handshake done where the host wants one; the others are left. Where there
 * is no place for one more socket, the next address waits for that.
 */
public final class ConnectAttempt extends WatchedDeadline {

    /** RFC 8305's Connection Attempt Delay. */
    private static final long ATTEMPT_DELAY_MILLIS = 250;

    /** More addresses of one name than this are not tried for one connection. */
    private static final int MOST_ADDRESSES = 16;

    private static final OptionMap TCP = OptionMap.create(Options.TCP_NODELAY, true);

    private final Connector connector;
    private final HostAddress host;
    private final Duration limit;
    private final Connector.Places all;
    private final Connector.Listener listener;
    private final long begun;
    private final Consumer<HostNames.Resolved> whenResolved = this::resolved;
    private final Deque<InetAddress> untried = new ArrayDeque<>(2);
    private final List<Attempt> underWay = new ArrayList<>(1);
    private final StringJoiner failures = new StringJoiner("; ");
    private State state = State.RESOLVING;
    private HostFailure failure = HostFailure.CONNECT;
    private @Nullable InetAddress first;
    private @Nullable Throwable lastFailure;
    private XnioExecutor.@Nullable Key delay;
    private int places = 1;

    private enum State {
        RESOLVING,
        CONNECTING,
        OVER
    }

    /** A connection to be opened, which has not begun; the time is for all of it together. */
    public ConnectAttempt(
            Connector connector, HostAddress host, Duration limit, Connector.Places all, Connector.Listener listener) {
        this.connector = connector;
        this.host = host;
        this.limit = limit;
        this.all = all;
        this.listener = listener;
        this.begun = connector.scanner().now();
    }

    /** Begins; the listener may hear of the end before this returns. */
    public void begin() {
        connector.scanner().watch(this);
        connector.names().resolve(host.host(), thread(), whenResolved);
    }

    private XnioIoThread thread() {
        return connector.scanner().thread();
    }

    /** Ends it; its listener hears nothing. */
    public void withdraw() {
        end();
        leavePlaces(0);
    }

    private void resolved(HostNames.Resolved found) {
        if (state == State.OVER) {
            return;
        }
        state = State.CONNECTING;
        if (found.failure() != null) {
            fail("name lookup failed, " + FailureText.of(found.failure()), found.failure());
            return;
        }
        first = found.addresses().get(0);
        for (InetAddress address : found.addresses()) {
            if (untried.size() < MOST_ADDRESSES) {
                untried.add(address);
            }
        }
        tryNext();
    }

    private void tryNext() {
        stopDelay();
        if (state == State.OVER || (untried.isEmpty() && !underWay.isEmpty())) {
            return;
        }
        InetAddress address = hasPlace() ? untried.poll() : null;
        if (address == null && underWay.isEmpty()) {
            fail(failures.toString(), lastFailure);
            return;
        }
        if (!untried.isEmpty()) {
            delay = thread().executeAfter(this::tryNext, ATTEMPT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (address != null) {
            var attempt = new Attempt(address);
            underWay.add(attempt);
            attempt.begin();
        }
    }

    /** Whether there is a place for one more attempt: the first place, or one more that is to be had. */
    private boolean hasPlace() {
        if (underWay.size() < places) {
            return true;
        }
        boolean more = all.takePlace();
        places += more ? 1 : 0;
        return more;
    }

    private void leavePlaces(int kept) {
        while (places > kept) {
            places--;
            all.leavePlace();
        }
    }

    private void stopDelay() {
        if (delay != null) {
            delay.remove();
            delay = null;
        }
    }

    private void succeed(Attempt winner, StreamConnection channel) {
        underWay.remove(winner);
        winner.ended = true;
        end();
        leavePlaces(1);
        if (!winner.address.equals(first)) {
            connector.names().prefer(host.host(), winner.address);
        }
        listener.opened(channel);
    }

    private void fail(String why, @Nullable Throwable last) {
        if (state == State.OVER) {
            return;
        }
        end();
        leavePlaces(0);
        listener.failed(failure, why, last);
    }

    private void end() {
        if (state == State.RESOLVING) {
            connector.names().leave(host.host(), whenResolved);
        }
        state = State.OVER;
        stopDelay();
        connector.scanner().forget(this);
        underWay.forEach(Attempt::withdraw);
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - begun > limit.toNanos()) {
            giveUp();
        }
    }

    @Override
    public void giveUp() {
        failure = HostFailure.CONNECT_TIMEOUT;
        failures.add(state == State.RESOLVING ? "name not looked up" : "no connection");
        fail(failures + " within " + limit.toMillis() + " ms", null);
    }

    /** A connection that nobody wants any more before it is there. */
    private record Unconnected(IoFuture<StreamConnection> connecting) implements PacedCloses.Departing {

        @Override
        public void stop() {
            // Nothing is read or written yet.
        }

        @Override
        public void depart() {
            connecting.cancel();
        }
    }

    /** An attempt with one address. */
    private final class Attempt {

        private final InetAddress address;
        private @Nullable IoFuture<StreamConnection> connecting;
        private @Nullable StreamConnection shaking;
        private boolean ended;

        Attempt(InetAddress address) {
            this.address = address;
        }

        void begin() {
            try {
                var target = new InetSocketAddress(address, host.port());
                IoFuture<StreamConnection> future = thread().openStreamConnection(target, this::connected, TCP);
                connecting = future;
                future.addNotifier(
                        (end, ignored) -> {
                            if (end.getStatus() == IoFuture.Status.FAILED) {
                                thread().execute(() -> failed(end.getException()));
                            }
                        },
                        null);
            } catch (RuntimeException e) {
                failed(e);
            }
        }

        private void connected(StreamConnection channel) {
            connecting = null;
            if (ended) {
                connector.scanner().closes().close(channel);
                return;
            }
            if (host.tls()) {
                shake(channel);
            } else {
                succeed(this, channel);
            }
        }

        private void shake(StreamConnection plain) {
            try {
                shaking = connector.tls().handshake(plain, host, this::shaken, this::failed);
            } catch (IOException | RuntimeException e) {
                connector.scanner().closes().close(plain);
                failed(e);
            }
        }

        private void shaken(StreamConnection secured) {
            if (ended) {
                connector.scanner().closes().close(secured);
            } else {
                succeed(this, secured);
            }
        }

        private void failed(Throwable why) {
            if (ended) {
                return;
            }
            withdraw();
            underWay.remove(this);
            failure = shaking == null ? HostFailure.CONNECT : HostFailure.TLS;
            lastFailure = why;
            failures.add(address.getHostAddress() + ": " + FailureText.of(why));
            tryNext();
            leavePlaces(Math.max(1, underWay.size()));
        }

        /** Ends it without a word. */
        void withdraw() {
            ended = true;
            PacedCloses closes = connector.scanner().closes();
            if (connecting != null) {
                closes.add(new Unconnected(connecting));
            }
            if (shaking != null) {
                closes.close(shaking);
            }
        }
    }
}
