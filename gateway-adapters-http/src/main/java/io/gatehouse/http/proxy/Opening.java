package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.exchange.Ticker;
import io.gatehouse.http.exchange.Watched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/** One connection being opened: the addresses of its host one after the other, until one answers or time is up. */
final class Opening implements Watched {

    private static final OptionMap TCP = OptionMap.create(Options.TCP_NODELAY, true);

    private final HostAddress host;
    private final long limitNanos;
    private final Ticker ticker;
    private final UpstreamTls tls;
    private final Connector.Opened result;
    private final long begun;
    private List<InetAddress> addresses = List.of();
    private int next;
    private boolean over;
    private @Nullable IoFuture<StreamConnection> pending;
    private @Nullable StreamConnection shaking;
    private int slot = NOWHERE;

    Opening(HostAddress host, long limitNanos, Ticker ticker, UpstreamTls tls, Connector.Opened result) {
        this.host = host;
        this.limitNanos = limitNanos;
        this.ticker = ticker;
        this.tls = tls;
        this.result = result;
        this.begun = ticker.now();
    }

    void begin() {
        ticker.watch(this);
    }

    void resolved(List<InetAddress> found) {
        addresses = found;
        tryNext();
    }

    private void tryNext() {
        pending = null;
        shaking = null;
        if (over) {
            return;
        }
        if (next == addresses.size()) {
            fail();
            return;
        }
        var target = new InetSocketAddress(addresses.get(next++), host.port());
        IoFuture<StreamConnection> future = ticker.thread().openStreamConnection(target, this::reached, TCP);
        pending = future;
        future.addNotifier(
                (ended, ignored) -> {
                    if (ended.getStatus() == IoFuture.Status.FAILED) {
                        ticker.thread().execute(this::tryNext);
                    }
                },
                null);
    }

    private void reached(StreamConnection channel) {
        pending = null;
        if (over) {
            IoUtils.safeClose(channel);
        } else if (host.tls()) {
            shake(channel);
        } else {
            succeed(channel);
        }
    }

    private void shake(StreamConnection plain) {
        try {
            SslConnection secured = tls.wrap(plain, host);
            shaking = secured;
            // Not at once: the TLS engine is in the middle of a step when it says this.
            secured.getHandshakeSetter().set(ended -> ticker.thread().execute(() -> succeed(secured)));
            secured.getSourceChannel().setReadListener(new Handshake(secured));
            secured.startHandshake();
            secured.getSourceChannel().resumeReads();
        } catch (IOException | RuntimeException e) {
            IoUtils.safeClose(plain);
            tryNext();
        }
    }

    private void succeed(StreamConnection channel) {
        if (over) {
            IoUtils.safeClose(channel);
            return;
        }
        over = true;
        ticker.forget(this);
        result.opened(channel);
    }

    private void fail() {
        over = true;
        ticker.forget(this);
        result.failed();
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - begun > limitNanos) {
            giveUp();
        }
    }

    @Override
    public void giveUp() {
        IoFuture<StreamConnection> connecting = pending;
        if (connecting != null) {
            connecting.cancel();
        }
        IoUtils.safeClose(shaking);
        fail();
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int now) {
        slot = now;
    }

    /** Reads nothing of its own: reading is what moves a TLS handshake on. */
    private final class Handshake implements ChannelListener<ConduitStreamSourceChannel> {

        private final ByteBuffer nothing = ByteBuffer.allocate(1);
        private final StreamConnection channel;

        Handshake(StreamConnection channel) {
            this.channel = channel;
        }

        @Override
        public void handleEvent(ConduitStreamSourceChannel source) {
            boolean broken;
            try {
                broken = source.read(nothing) != 0;
            } catch (IOException e) {
                broken = true;
            }
            if (broken && shaking == channel) {
                IoUtils.safeClose(channel);
                tryNext();
            }
        }
    }
}
