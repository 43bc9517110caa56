package io.gatehouse.http.connection;

import io.gatehouse.http.http2.Http2Connection;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Finds out which version of HTTP a client speaks: HTTP/2 begins with a preface that is no request of HTTP/1.1 (RFC 9113, 3.4). Where ALPN
 * has agreed on HTTP/2 the preface is all that may come.
 */
public final class PrefaceReader extends WatchedDeadline implements ChannelListener<ConduitStreamSourceChannel> {

    private static final ByteBuffer PREFACE = Http2Connection.preface();

    private final StreamConnection channel;
    private final DeadlineScanner scanner;
    private final ClientTimeouts patience;
    private final boolean only;
    private final Next next;
    private final PooledByteBuffer pooled;
    private final long begun;

    /** Who goes on with a connection. */
    public interface Next {

        /** By HTTP/2, with what came behind the preface; or by HTTP/1.1, with all that came. Null if nothing did. */
        void begin(boolean http2, @Nullable PooledByteBuffer early);
    }

    /** Of a connection that has just come; with {@code only} a client that speaks HTTP/1.1 is let go. */
    public PrefaceReader(
            StreamConnection channel,
            ByteBufferPool buffers,
            DeadlineScanner scanner,
            ClientTimeouts patience,
            boolean only,
            Next next) {
        this.channel = channel;
        this.scanner = scanner;
        this.patience = patience;
        this.only = only;
        this.next = next;
        this.pooled = buffers.allocate();
        this.begun = scanner.now();
    }

    /** Begins to read. */
    public void begin() {
        scanner.watch(this);
        channel.getSourceChannel().setReadListener(this);
        handleEvent(channel.getSourceChannel());
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        try {
            ByteBuffer raw = pooled.getBuffer();
            int read = source.read(raw);
            if (read < 0) {
                end();
            } else if (!differs(raw) && raw.position() < PREFACE.limit()) {
                source.resumeReads();
            } else {
                goOn(raw.flip());
            }
        } catch (IOException e) {
            end();
        }
    }

    private static boolean differs(ByteBuffer raw) {
        for (int i = 0; i < PREFACE.limit() && i < raw.position(); i++) {
            if (raw.get(i) != PREFACE.get(i)) {
                return true;
            }
        }
        return false;
    }

    private void goOn(ByteBuffer raw) {
        boolean http2 = raw.limit() >= PREFACE.limit() && isPreface(raw);
        if (only && !http2) {
            end();
            return;
        }
        stop();
        raw.position(http2 ? PREFACE.limit() : 0);
        if (raw.hasRemaining()) {
            next.begin(http2, pooled);
        } else {
            pooled.close();
            next.begin(http2, null);
        }
    }

    private static boolean isPreface(ByteBuffer raw) {
        for (int i = 0; i < PREFACE.limit(); i++) {
            if (raw.get(i) != PREFACE.get(i)) {
                return false;
            }
        }
        return true;
    }

    private void stop() {
        scanner.forget(this);
        channel.getSourceChannel().suspendReads();
        channel.getSourceChannel().setReadListener(null);
    }

    private void end() {
        if (isWatched()) {
            stop();
            pooled.close();
            scanner.closes().close(channel);
        }
    }

    @Override
    public void check(long nowNanos) {
        long longest = pooled.getBuffer().position() == 0
                ? patience.keepAlive().toNanos()
                : patience.head().toNanos();
        if (nowNanos - begun > longest) {
            end();
        }
    }

    @Override
    public void giveUp() {
        end();
    }

    @Override
    public void closeIdle() {
        end();
    }
}
