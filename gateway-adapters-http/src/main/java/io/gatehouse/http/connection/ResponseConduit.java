package io.gatehouse.http.connection;

import io.gatehouse.http.codec.ChunkedCoding;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.codec.Tokens;
import io.gatehouse.http.connection.OutgoingHead.Framing;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.DateUtils;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Writes a response: its head together with the first of its body, and the body in the framing that the head says.
 *
 * <p>May keep what it has been given until it is flushed, one buffer of it. Reused by its connection.
 */
final class ResponseConduit extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Content up to this is copied behind the head: that costs less than a gathering write. */
    private static final int SMALL = 4096;

    /** A head up to this is written out of one buffer, together with content. */
    private static final int LARGEST_COPIED = 8192;

    private final HttpConnection connection;
    private final ConnectionThread thread;
    private @Nullable HttpServerExchange http;
    private Framing framing = Framing.NONE;
    private long left;
    private boolean headPending;
    private boolean shutdown;
    private @Nullable PooledByteBuffer pooled;
    private ByteBuffer out = NOTHING;

    ResponseConduit(HttpConnection connection, ConnectionThread thread) {
        super(connection.getOriginalSinkConduit());
        this.connection = connection;
        this.thread = thread;
    }

    /** The response of this exchange begins; its status and headers are final. */
    void begin(HttpServerExchange exchange) {
        http = exchange;
        headPending = true;
        shutdown = false;
        FieldLines fields = connection.responseFields();
        if (!fields.contains(Headers.DATE)) {
            fields.add(Headers.DATE, DateUtils.getCurrentDateTime(exchange));
        }
        framing = OutgoingHead.settle(exchange, fields);
        String length = fields.first(Headers.CONTENT_LENGTH);
        left = length == null ? 0 : Tokens.parseLength(length);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        if (shutdown || http == null) {
            throw new ClosedChannelException();
        }
        int remaining = src.remaining();
        if (remaining == 0 || framing == Framing.NONE) {
            src.position(src.limit());
            return remaining;
        }
        if (framing == Framing.LENGTH && remaining > left) {
            throw new IOException("a response is longer than its Content-Length");
        }
        if (!drained()) {
            return 0;
        }
        int written = framing == Framing.CHUNKED || headPending ? framed(src) : next.write(src);
        left -= framing == Framing.LENGTH ? written : 0;
        return written;
    }

    /** Writes content behind the head, or as a chunk. */
    private int framed(ByteBuffer src) throws IOException {
        ByteBuffer to = open();
        if (to == null) {
            return 0;
        }
        if (framing != Framing.CHUNKED && src.remaining() > SMALL) {
            int from = src.position();
            next.write(thread.both(to.flip(), src), 0, 2);
            keep(to);
            return src.position() - from;
        }
        int limit = to.limit();
        if (framing == Framing.CHUNKED) {
            ChunkedCoding.begin(to);
        }
        int content = put(src, to);
        if (framing == Framing.CHUNKED) {
            ChunkedCoding.end(to, content, limit);
        }
        send(to.flip());
        return content;
    }

    /** Writes what it can, and keeps the rest. */
    private void send(ByteBuffer bytes) throws IOException {
        next.write(bytes);
        keep(bytes);
    }

    /** Keeps what was not written: the memory is the thread's, and of use to others. */
    private void keep(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            PooledByteBuffer buffer = connection.getByteBufferPool().allocate();
            pooled = buffer;
            out = buffer.getBuffer().put(bytes).flip();
        }
    }

    private static int put(ByteBuffer src, ByteBuffer to) {
        int count = Math.min(src.remaining(), to.remaining());
        int limit = src.limit();
        src.limit(src.position() + count);
        to.put(src);
        src.limit(limit);
        return count;
    }

    /** Room, with the head in it if that has not been written; null if a long head could not be written at once. */
    private @Nullable ByteBuffer open() throws IOException {
        HttpServerExchange exchange = http;
        ByteBuffer to = thread.scratch().clear();
        if (headPending && exchange != null) {
            headPending = false;
            HeadBuffer head = thread.responseHead();
            OutgoingHead.write(exchange, connection.responseFields(), head);
            if (head.length() > LARGEST_COPIED) {
                out = ByteBuffer.wrap(head.toBytes());
                return drained() ? to : null;
            }
            head.copyTo(to);
        }
        return to;
    }

    /** Writes what is kept; false if the client does not take all of it now. */
    private boolean drained() throws IOException {
        while (out.hasRemaining()) {
            if (next.write(out) == 0) {
                return false;
            }
        }
        free();
        return true;
    }

    /** Forgets what is kept. */
    void free() {
        out = NOTHING;
        PooledByteBuffer buffer = pooled;
        pooled = null;
        if (buffer != null) {
            buffer.close();
        }
    }

    @Override
    public void terminateWrites() throws IOException {
        if (shutdown || http == null) {
            return;
        }
        shutdown = true;
        if (framing == Framing.LENGTH && left > 0) {
            IoUtils.safeClose(connection);
            throw new IOException("a response is shorter than its Content-Length");
        }
        if (framing == Framing.CHUNKED || headPending) {
            last();
        }
    }

    private void last() throws IOException {
        ByteBuffer to = out.hasRemaining() ? null : open();
        if (to != null) {
            if (framing == Framing.CHUNKED) {
                ChunkedCoding.last(to);
            }
            send(to.flip());
            return;
        }
        to = ByteBuffer.allocate(out.remaining() + ChunkedCoding.LAST_CHUNK_LENGTH)
                .put(out);
        free();
        if (framing == Framing.CHUNKED) {
            ChunkedCoding.last(to);
        }
        out = to.flip();
    }

    @Override
    public boolean flush() throws IOException {
        if (headPending && drained()) {
            ByteBuffer to = open();
            if (to != null) {
                send(to.flip());
            }
        }
        if (!drained() || !next.flush()) {
            return false;
        }
        HttpServerExchange ended = http;
        if (shutdown && ended != null) {
            http = null;
            Connectors.terminateResponse(ended);
        }
        return true;
    }

    @Override
    public void truncateWrites() {
        shutdown = true;
        IoUtils.safeClose(connection);
    }

    @Override
    public boolean isWriteShutdown() {
        return shutdown;
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += srcs[i].hasRemaining() ? write(srcs[i]) : 0;
            if (srcs[i].hasRemaining()) {
                break;
            }
        }
        return total;
    }

    @Override
    public int writeFinal(ByteBuffer src) throws IOException {
        return Conduits.writeFinalBasic(this, src);
    }

    @Override
    public long writeFinal(ByteBuffer[] srcs, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, srcs, offset, length);
    }

    @Override
    public long transferFrom(FileChannel src, long position, long count) throws IOException {
        return src.transferTo(position, count, new ConduitWritableByteChannel(this));
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through) throws IOException {
        return IoUtils.transfer(source, count, through, new ConduitWritableByteChannel(this));
    }
}
