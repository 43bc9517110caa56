package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.ChunkedCoding;
import io.gatehouse.http.exchange.BodyTap;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * The body of a client's request, framed for the upstream and counted against its limit.
 *
 * <p>A client that waits for {@code 100 Continue} gets it when the first of its body is asked for. Trailers are
 * dropped.
 */
final class BodySource {

    /** Less room than this in a buffer is not worth a read. */
    private static final int LEAST_ROOM = 64;

    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final GatewayExchange exchange;
    private final HttpServerExchange http;
    private final boolean chunked;
    private final boolean framed;
    private final long limit;
    private final @Nullable BodyTap tap;
    private @Nullable StreamSourceChannel channel;
    private long total;
    private boolean ended;

    BodySource(GatewayExchange exchange, long limit) {
        this(exchange, limit, true);
    }

    /** The content alone, which is counted as received when it is read once more, if it is not {@code framed}. */
    BodySource(GatewayExchange exchange, long limit, boolean framed) {
        this.framed = framed;
        this.exchange = exchange;
        this.http = exchange.http();
        this.chunked = http.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
        this.limit = limit;
        this.tap = framed ? exchange.tap() : null;
    }

    /** Adds what has come to a buffer; false if it is more than the limit allows. */
    boolean fill(ByteBuffer to) throws IOException {
        StreamSourceChannel from = open();
        while (!ended && to.remaining() >= LEAST_ROOM) {
            int read = chunked && framed ? chunk(from, to) : read(from, to);
            if (read > 0) {
                total += read;
                if (framed) {
                    exchange.stats().received(read);
                }
                if (total > limit) {
                    return false;
                }
            }
            ended = read < 0 || http.isRequestComplete();
            if (ended && chunked && framed) {
                ChunkedCoding.last(to);
            }
            if (ended && tap != null) {
                tap.bodyEnded();
            }
            if (read == 0) {
                break;
            }
        }
        return true;
    }

    /** Whether the whole body has been read. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether reading has begun, so that the body cannot be sent a second time. */
    boolean isOpen() {
        return channel != null;
    }

    /** Waits for more. */
    void await(ChannelListener<Channel> listener) throws IOException {
        StreamSourceChannel from = open();
        from.getReadSetter().set(listener);
        from.resumeReads();
    }

    /** Waits no longer. */
    void pause() {
        if (channel != null) {
            channel.suspendReads();
        }
    }

    private StreamSourceChannel open() throws IOException {
        StreamSourceChannel from = channel;
        if (from == null) {
            boolean waits = HttpContinue.requiresContinueResponse(http);
            from = http.getRequestChannel();
            if (from == null || (waits && !askForBody())) {
                throw new IOException("the request body cannot be read");
            }
            channel = from;
        }
        return from;
    }

    private boolean askForBody() throws IOException {
        var text = ByteBuffer.wrap(GO_ON);
        if (http.getConnection() instanceof AbstractServerConnection connection) {
            connection.getOriginalSinkConduit().write(text);
        }
        return !text.hasRemaining();
    }

    private int chunk(StreamSourceChannel from, ByteBuffer to) throws IOException {
        int limit = to.limit();
        int read = 0;
        ChunkedCoding.begin(to);
        try {
            read = read(from, to);
        } finally {
            ChunkedCoding.end(to, Math.max(0, read), limit);
        }
        return read;
    }

    private int read(StreamSourceChannel from, ByteBuffer to) throws IOException {
        int at = to.position();
        int read = from.read(to);
        if (tap != null && read > 0) {
            tap.passed(to, at, read);
        }
        return read;
    }
}
