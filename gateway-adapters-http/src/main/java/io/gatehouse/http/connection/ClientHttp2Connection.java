package io.gatehouse.http.connection;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.FieldList;
import io.gatehouse.http.http2.ErrorCode;
import io.gatehouse.http.http2.Http2Connection;
import io.gatehouse.http.http2.Http2Stream;
import io.gatehouse.http.http2.SettingsParameter;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * A client's HTTP/2 connection: has each of its requests answered as one that came by HTTP/1.1.
 *
 * <p>When the server stops, it says so twice: first that it will take no more streams, and when the client has heard of that, which was the
 * last (RFC 9113, 6.8); then it closes when all are answered.
 */
public final class ClientHttp2Connection extends Http2Connection {

    /** Requests of one connection at a time. */
    private static final int MOST_STREAMS = 128;

    /** For streams that end as their client learns that they are too many. */
    private static final int CLIENTS_PARITY = 1;

    private static final long LONGEST_REST_NANOS = 1_000_000_000L;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ConnectionThread thread;
    private final ClientTimeouts patience;
    private final RequestHandler handler;
    private final BooleanSupplier stopping;
    private final ConnectionInfo info;
    private final Runnable whenClosed;
    private Leaving leaving = Leaving.NOT;

    private enum Leaving {
        NOT,
        /** The client has been told, and may not have heard of it. */
        TOLD,
        /** It has heard: what it opens from now on is not answered. */
        HEARD
    }

    /** A connection whose client speaks HTTP/2; {@code whenClosed} is run once. */
    public ClientHttp2Connection(
            StreamConnection channel,
            ConnectionInfo info,
            ByteBufferPool buffers,
            ConnectionThread thread,
            ClientTimeouts patience,
            RequestHandler handler,
            BooleanSupplier stopping,
            Runnable whenClosed) {
        super(channel, buffers, thread.scanner(), thread.limits());
        this.thread = thread;
        this.patience = patience;
        this.handler = handler;
        this.stopping = stopping;
        this.info = info;
        this.whenClosed = whenClosed;
    }

    /** Begins to read what comes behind the client's preface; some of it may be there. */
    public void begin(@Nullable PooledByteBuffer early) {
        begin(early, NOTHING, new int[] {
            SettingsParameter.MAX_CONCURRENT_STREAMS,
            MOST_STREAMS,
            SettingsParameter.INITIAL_WINDOW_SIZE,
            STREAM_WINDOW,
            SettingsParameter.MAX_HEADER_LIST_SIZE,
            thread.limits().bytes(),
            SettingsParameter.ENABLE_CONNECT_PROTOCOL,
            1
        });
    }

    @Override
    protected void begins(Http2Stream stream, FieldList fields, boolean last) {
        var lines = new FieldLines();
        thread.http2Head().read(fields, last, lines);
        new ClientStream(this, stream).serve(thread.http2Head(), lines, last, handler);
    }

    @Override
    protected boolean admits(int open) {
        return open < MOST_STREAMS && leaving != Leaving.HEARD;
    }

    @Override
    protected int peersParity() {
        return CLIENTS_PARITY;
    }

    @Override
    protected Duration stall() {
        return patience.stall();
    }

    /** Says that it takes no more requests; those that are under way, and those that come until the client knows, are answered. */
    private void leaveSoon() {
        if (leaving == Leaving.NOT) {
            leaving = Leaving.TOLD;
            sendGoAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR);
            sendPing(0);
        }
    }

    @Override
    protected void pinged() {
        if (leaving == Leaving.TOLD) {
            leaving = Leaving.HEARD;
            sendGoAway(lastPeerStream(), ErrorCode.NO_ERROR);
            streamEnded();
        }
    }

    @Override
    protected void streamEnded() {
        if (leaving == Leaving.HEARD && open() == 0) {
            close(ErrorCode.NO_ERROR);
        }
    }

    @Override
    protected void closed() {
        whenClosed.run();
    }

    @Override
    protected void checkOpen(long nowNanos) {
        long silent = nowNanos - movedAt();
        if (isWithinHead() && silent > patience.head().toNanos()) {
            close(ErrorCode.SETTINGS_TIMEOUT);
        } else if (open() == 0 && silent > patience.keepAlive().toNanos()) {
            close(ErrorCode.NO_ERROR);
        } else if (stopping.getAsBoolean()) {
            leaveSoon();
        }
    }

    @Override
    public void closeIdle() {
        leaveSoon();
    }

    @Override
    public void giveUp() {
        close(ErrorCode.NO_ERROR);
        endWhenSent();
    }

    /** Has something done when a client has had time to end its request. */
    void later(Runnable then) {
        scanner().after(LONGEST_REST_NANOS, then);
    }

    ConnectionInfo info() {
        return info;
    }
}
