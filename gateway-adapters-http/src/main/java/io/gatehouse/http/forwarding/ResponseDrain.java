package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.ResponseBody;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.pool.UpstreamConnection;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reads the body of a response that nobody wants, so that its connection can serve the next request. No more than 64 KiB and for no
 * longer than a second: then the connection closes.
 */
final class ResponseDrain extends WatchedDeadline implements Runnable {

    private static final int MOST_BYTES = 64 * 1024;
    private static final long LONGEST_NANOS = 1_000_000_000L;

    private final IoThreadContext context;
    private final UpstreamConnection connection;
    private final ResponseBody body;
    private final Duration idle;
    private final long since;
    private int total;
    private boolean ended;

    ResponseDrain(IoThreadContext context, UpstreamConnection connection, ResponseBody body, Duration idle) {
        this.context = context;
        this.connection = connection;
        this.body = body;
        this.idle = idle;
        this.since = context.scanner().now();
    }

    /** Begins with what came behind the head. */
    void begin(ByteBuffer behindHead) {
        total = behindHead.remaining();
        if (!takes(behindHead)) {
            context.scanner().watch(this);
            connection.lendTo(this);
        }
        behindHead.position(behindHead.limit());
    }

    /** There is something to read. */
    @Override
    public void run() {
        try (PooledByteBuffer pooled = context.buffers().allocate()) {
            ByteBuffer raw = pooled.getBuffer();
            int read = 0;
            while (!ended && (read = connection.source().read(raw.clear())) > 0) {
                total += read;
                takes(raw.flip());
            }
            if (read < 0) {
                close();
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Takes what has come; true if that was the end. */
    private boolean takes(ByteBuffer raw) {
        int content;
        while ((content = body.available(raw)) > 0) {
            raw.position(raw.position() + content);
            body.taken(content);
        }
        if (content == ResponseBody.END && !raw.hasRemaining()) {
            end();
            connection.giveBack(idle.toNanos());
        } else if (content != ResponseBody.MORE || total > MOST_BYTES) {
            close();
        }
        return ended;
    }

    private void end() {
        ended = true;
        context.scanner().forget(this);
    }

    private void close() {
        if (!ended) {
            end();
            connection.close();
        }
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - since > LONGEST_NANOS) {
            close();
        }
    }

    @Override
    public void giveUp() {
        close();
    }
}
