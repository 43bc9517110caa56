package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.exchange.DeadlineScanner;
import io.gatehouse.http.exchange.HasDeadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * One connection being opened, to whichever address of the host takes it first (RFC 8305, Happy Eyeballs).
 *
 * <p>The next address is tried when one fails, or is not ready within 250 milliseconds; those that were begun go on
 * meanwhile. The first that is ready wins, its TLS handshake done where the host wants one; the others are left. Where there
 * is no place for one more socket, the next address waits for that.
 */
final class ConnectAttempt implements HasDeadline {

    /** RFC 8305's Connection Attempt Delay. */
    private static final long ATTEMPT_DELAY_MILLIS = 250;

    /** More addresses of one name than this are not tried for one connection. */
    private static final int MOST_ADDRESSES = 16;

    private static final OptionMap TCP = OptionMap.create(Options.TCP_NODELAY, true);

    private final HostAddress host;
    private final Duration limit;
    private final DeadlineScanner ticker;
    private final HostNames names;
    private final UpstreamTls tls;
    private final Connector.Opened result;
    private final long begun;
    private final Consumer<HostNames.Resolved> whenResolved = this::resolved;
    private final Deque<InetAddress> untried = new ArrayDeque<>(2);
    private final List<Attempt> underWay = new ArrayList<>(1);
    private final StringJoiner failures = new StringJoiner("; ");
    private HostFailure failure = HostFailure.CONNECT;
    private @Nullable InetAddress first;
    private XnioExecutor.@Nullable Key delay;
    private boolean resolved;
    private boolean over;
    private int places = 1;
    private int slot = NOWHERE;

    ConnectAttempt(
            HostAddress host,
            Duration limit,
            DeadlineScanner ticker,
            HostNames names,
            UpstreamTls tls,
            Connector.Opened result) {
        this.host = host;
        this.limit = limit;
        this.ticker = ticker;
        this.names = names;
        this.tls = tls;
        this.result = result;
        this.begun = ticker.now();
    }

    void begin() {
        ticker.watch(this);
        names.resolve(host.host(), ticker.thread(), whenResolved);
    }

    /** Ends it; nobody is told. */
    void withdraw() {
        end();
        leavePlaces(0);
    }

    private void resolved(HostNames.Resolved found) {
        if (over) {
            return;
        }
        resolved = true;
        if (found.isEmpty()) {
            fail(found.failure());
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
        if (over || (untried.isEmpty() && !underWay.isEmpty())) {
            return;
        }
        InetAddress address = hasPlace() ? untried.poll() : null;
        if (address == null && underWay.isEmpty()) {
            fail(failures.toString());
            return;
        }
        if (!untried.isEmpty()) {
            delay = ticker.thread().executeAfter(this::tryNext, ATTEMPT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
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
        boolean more = result.takePlace();
        places += more ? 1 : 0;
        return more;
    }

    private void leavePlaces(int kept) {
        while (places > kept) {
            places--;
            result.leavePlace();
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
        end();
        leavePlaces(1);
        if (!winner.address.equals(first)) {
            names.prefer(host.host(), winner.address);
        }
        result.opened(channel);
    }

    private void fail(String why) {
        if (over) {
            return;
        }
        end();
        leavePlaces(0);
        result.failed(failure, why);
    }

    private void end() {
        over = true;
        stopDelay();
        ticker.forget(this);
        if (!resolved) {
            names.leave(host.host(), whenResolved);
        }
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
        failures.add(resolved ? "no connection" : "name not looked up");
        fail(failures + " within " + limit.toMillis() + " ms");
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int now) {
        slot = now;
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
                IoFuture<StreamConnection> future = ticker.thread().openStreamConnection(target, this::connected, TCP);
                connecting = future;
                future.addNotifier(
                        (end, ignored) -> {
                            if (end.getStatus() == IoFuture.Status.FAILED) {
                                ticker.thread().execute(() -> failed(FailureText.of(end.getException())));
                            }
                        },
                        null);
            } catch (RuntimeException e) {
                failed(FailureText.of(e));
            }
        }

        private void connected(StreamConnection channel) {
            connecting = null;
            if (over || ended) {
                IoUtils.safeClose(channel);
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
                SslConnection secured = tls.wrap(plain, host);
                shaking = secured;
                // Not at once: the TLS engine is in the middle of a step when it says this.
                secured.getHandshakeSetter().set(done -> ticker.thread().execute(() -> shaken(secured)));
                secured.getSourceChannel().setReadListener(new Handshake(this, secured));
                secured.startHandshake();
                secured.getSourceChannel().resumeReads();
            } catch (IOException | RuntimeException e) {
                IoUtils.safeClose(plain);
                failed(FailureText.of(e));
            }
        }

        private void shaken(StreamConnection secured) {
            if (over || ended) {
                IoUtils.safeClose(secured);
            } else {
                succeed(this, secured);
            }
        }

        private void failed(String why) {
            if (over || ended) {
                return;
            }
            withdraw();
            underWay.remove(this);
            failure = shaking == null ? HostFailure.CONNECT : HostFailure.TLS;
            failures.add(address.getHostAddress() + ": " + why);
            tryNext();
            leavePlaces(Math.max(1, underWay.size()));
        }

        /** Ends it without a word. */
        void withdraw() {
            ended = true;
            if (connecting != null) {
                connecting.cancel();
            }
            IoUtils.safeClose(shaking);
        }
    }

    /** Reads nothing of its own: reading is what moves a TLS handshake on. */
    private static final class Handshake implements ChannelListener<ConduitStreamSourceChannel> {

        private final ByteBuffer nothing = ByteBuffer.allocate(1);
        private final Attempt attempt;
        private final SslConnection secured;

        Handshake(Attempt attempt, SslConnection secured) {
            this.attempt = attempt;
            this.secured = secured;
        }

        @Override
        public void handleEvent(ConduitStreamSourceChannel source) {
            try {
                if (source.read(nothing) != 0) {
                    attempt.failed(UpstreamTls.failure(secured));
                }
            } catch (IOException e) {
                attempt.failed(FailureText.of(e));
            }
        }
    }
}
