package io.gatehouse.http.tls;

import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * The server's side of a TLS handshake with a client that has just connected; what takes long of it runs on the worker's threads. Used
 * on the I/O thread of the connection.
 */
public final class TlsHandshake extends WatchedDeadline implements ChannelListener<ConduitStreamSourceChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(TlsHandshake.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What the JDK's engine says, and nothing else, where a connection ends within a handshake. */
    private static final String CLOSED_EARLY = "close_notify";

    private final SslConnection secured;
    private final SSLEngine engine;
    private final DeadlineScanner scanner;
    private final boolean keepsChain;
    private final long limitNanos;
    private final Listener listener;
    private final long begun;
    private boolean complete;
    private boolean over;

    /** Hears once how it ended, on the I/O thread. */
    public interface Listener {

        /** The connection is secured, and nobody listens to it yet. */
        void secured(StreamConnection channel, TlsSession session);

        /** It is closed: the client did not speak TLS, or none that is spoken here, or left, or took too long. */
        void failed(HandshakeCounts.Result how);
    }

    private TlsHandshake(
            SslConnection secured, boolean keepsChain, DeadlineScanner scanner, Duration limit, Listener listener) {
        this.secured = secured;
        this.engine = UndertowXnioSsl.getSslEngine(secured);
        this.scanner = scanner;
        this.keepsChain = keepsChain;
        this.limitNanos = limit.toNanos();
        this.listener = listener;
        this.begun = scanner.now();
    }

    /** Begins; the client speaks first. */
    public static void begin(
            StreamConnection plain, ListenerTls tls, DeadlineScanner scanner, Duration limit, Listener listener) {
        var ssl = new UndertowXnioSsl(Xnio.getInstance(), OptionMap.EMPTY, tls.context());
        SslConnection secured = ssl.wrapExistingConnection(plain, OptionMap.EMPTY, false);
        var handshake = new TlsHandshake(secured, tls.keepsChain(), scanner, limit, listener);
        tls.configure(handshake.engine);
        handshake.begin();
    }

    private void begin() {
        scanner.watch(this);
        // Not at once: the engine is in the middle of a step when it says this.
        secured.getHandshakeSetter().set(end -> {
            complete = true;
            secured.getIoThread().execute(this::done);
        });
        secured.setCloseListener(closed -> ended());
        secured.getSourceChannel().setReadListener(this);
        secured.getSourceChannel().resumeReads();
        handleEvent(secured.getSourceChannel());
    }

    /** Moves the handshake on by reading; what comes behind it stays for whoever reads next. */
    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        if (over) {
            return;
        }
        if (complete) {
            // What has come behind it would be offered again and again, until Undertow took that for a loop.
            source.suspendReads();
            return;
        }
        try {
            if (source.read(NOTHING.duplicate()) < 0) {
                ended();
            }
        } catch (IOException e) {
            ended();
        }
    }

    /** It has ended early: of its engine's exceptions, Undertow hands not all on. */
    private void ended() {
        Throwable why = null;
        try {
            engine.beginHandshake();
        } catch (SSLException e) {
            why = e.getCause();
        }
        boolean left = why == null || String.valueOf(why.getMessage()).contains(CLOSED_EARLY);
        fail(left ? HandshakeCounts.Result.LEFT : HandshakeCounts.Result.FAILED, why);
    }

    private void done() {
        if (over) {
            return;
        }
        over = true;
        scanner.forget(this);
        secured.getSourceChannel().suspendReads();
        secured.getSourceChannel().setReadListener(null);
        listener.secured(secured, TlsSession.of(engine, keepsChain));
    }

    private void fail(HandshakeCounts.Result how, @Nullable Throwable why) {
        if (over) {
            return;
        }
        over = true;
        scanner.forget(this);
        if (LOG.isDebugEnabled()) {
            LOG.debug("TLS with {} did not begin: {}", secured.getPeerAddress(), why == null ? how : why.toString());
        }
        scanner.closes().close(secured);
        listener.failed(how);
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - begun > limitNanos) {
            fail(HandshakeCounts.Result.TIMEOUT, null);
        }
    }

    @Override
    public void giveUp() {
        fail(HandshakeCounts.Result.LEFT, null);
    }
}
