package io.gatehouse.http.forwarding;

import io.gatehouse.domain.response.Compression;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.pool.IoThreadContext;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/**
 * Compresses a response body on its way to the client (RFC 1952); holds a deflater, and one buffer while the client does not take it.
 *
 * <p>A body of unknown length may be a stream that somebody waits for: what has come of it is handed on whenever the upstream pauses.
 * Used on its I/O thread only.
 */
final class GzipBody implements BodyFilter {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER_BYTES = 8;

    private final IoThreadContext context;
    private final boolean streams;
    private final String service;
    private final CompressionListener listener;
    private final CRC32 sum = new CRC32();
    private @Nullable Deflater deflater;
    private @Nullable PooledByteBuffer out;
    private long size;
    private long sent;
    private boolean begun;
    private boolean unflushed;
    private boolean ended;
    private @Nullable Sent copies;

    private GzipBody(
            IoThreadContext context, Deflater deflater, boolean streams, String service, CompressionListener listener) {
        this.context = context;
        this.service = service;
        this.listener = listener;
        this.deflater = deflater;
        this.streams = streams;
    }

    /**
     * What compresses the body of the response whose head the exchange has, and the head changed accordingly; null if it is sent as it
     * is. The length is negative if it is not known.
     */
    static @Nullable GzipBody of(
            GatewayExchange exchange,
            long length,
            IoThreadContext context,
            String service,
            CompressionListener listener) {
        HttpServerExchange http = exchange.http();
        FieldLines response = exchange.response();
        FieldLines request = exchange.request();
        if (http.getStatusCode() == 304) {
            weakenIfKnown(response, request);
            return null;
        }
        if (!Compression.suits(http.getStatusCode(), length, response)) {
            return null;
        }
        if (!response.lists("Vary", "accept-encoding") && !response.lists("Vary", "*")) {
            response.add(Headers.VARY, "Accept-Encoding");
        }
        if (http.isHttp10() || !Compression.isTaken(request)) {
            return null;
        }
        boolean head = Methods.HEAD.equals(http.getRequestMethod());
        Deflater deflater = head ? null : context.deflaters().take();
        if (deflater == null && !head) {
            listener.tooMany(service);
            return null;
        }
        response.put(Headers.CONTENT_ENCODING, "gzip");
        response.remove(Headers.CONTENT_LENGTH);
        response.remove(Headers.ACCEPT_RANGES);
        String etag = response.first(Headers.ETAG);
        if (etag != null) {
            response.put(Headers.ETAG, Compression.weak(etag));
        }
        return deflater == null ? null : new GzipBody(context, deflater, length < 0, service, listener);
    }

    private static void weakenIfKnown(FieldLines response, FieldLines request) {
        String etag = response.first(Headers.ETAG);
        if (etag != null && Compression.knowsWeak(etag, request)) {
            response.put(Headers.ETAG, Compression.weak(etag));
        }
    }

    @Override
    public boolean isCostly() {
        return true;
    }

    /** Has somebody see what has been sent. */
    void copyTo(Sent seeing) {
        copies = seeing;
    }

    @Override
    public int write(ByteBuffer from, StreamSinkChannel to) throws IOException {
        int start = from.position();
        while (drained(to) && from.hasRemaining()) {
            compress(from);
        }
        return from.position() - start;
    }

    /** Of a stream all that has come goes, compressed in a block of its own. */
    @Override
    public boolean flush(StreamSinkChannel to) throws IOException {
        while (drained(to)) {
            if (!streams || !unflushed) {
                return to.flush();
            }
            ByteBuffer buffer = room();
            deflater().deflate(buffer, Deflater.SYNC_FLUSH);
            unflushed = !buffer.hasRemaining();
            buffer.flip();
        }
        return false;
    }

    @Override
    public boolean end(StreamSinkChannel to) throws IOException {
        while (drained(to)) {
            if (ended) {
                listener.compressed(service, size, sent);
                free();
                return true;
            }
            ByteBuffer buffer = room();
            deflater().finish();
            deflater().deflate(buffer);
            if (deflater().finished() && buffer.remaining() >= TRAILER_BYTES) {
                buffer.order(ByteOrder.LITTLE_ENDIAN);
                buffer.putInt((int) sum.getValue()).putInt((int) size);
                buffer.order(ByteOrder.BIG_ENDIAN);
                ended = true;
            }
            buffer.flip();
        }
        return false;
    }

    @Override
    public void free() {
        freeBuffer();
        Deflater last = deflater;
        deflater = null;
        if (last != null) {
            context.deflaters().giveBack(last);
        }
    }

    private void compress(ByteBuffer from) {
        ByteBuffer buffer = room();
        int start = from.position();
        int limit = from.limit();
        deflater().setInput(from);
        deflater().deflate(buffer);
        // The buffer will be somebody else's: it must not be looked at again.
        deflater().setInput(NOTHING);
        buffer.flip();
        int end = from.position();
        from.position(start).limit(end);
        sum.update(from);
        from.limit(limit);
        size += end - start;
        unflushed = true;
    }

    /** An empty buffer, with what comes before everything if it is the first. */
    private ByteBuffer room() {
        PooledByteBuffer pooled = out == null ? context.buffers().allocate() : out;
        out = pooled;
        ByteBuffer buffer = pooled.getBuffer().clear();
        if (!begun) {
            begun = true;
            buffer.put(HEADER);
        }
        return buffer;
    }

    private boolean drained(StreamSinkChannel to) throws IOException {
        PooledByteBuffer pooled = out;
        if (pooled != null) {
            while (pooled.getBuffer().hasRemaining()) {
                int start = pooled.getBuffer().position();
                int written = to.write(pooled.getBuffer());
                if (written == 0) {
                    return false;
                }
                sent += written;
                if (copies != null) {
                    copies.see(pooled.getBuffer(), start, written);
                }
            }
            freeBuffer();
        }
        return true;
    }

    private Deflater deflater() {
        if (deflater == null) {
            throw new IllegalStateException("the body has ended");
        }
        return deflater;
    }

    private void freeBuffer() {
        PooledByteBuffer pooled = out;
        out = null;
        if (pooled != null) {
            pooled.close();
        }
    }

    /** Sees what has been sent. */
    interface Sent {

        /** So many bytes of the buffer, from there on. */
        void see(ByteBuffer buffer, int start, int bytes);
    }
}
