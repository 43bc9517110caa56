package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.connection.MalformedBodyException;
import io.gatehouse.http.exchange.BodyTap;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.GrpcWebCall;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * The content of a client's request, counted against its limit.
 *
 * <p>A client that waits for {@code 100 Continue} gets it when the first of its body is asked for. Trailers are
 * dropped.
 *
 * <p>What has been read may be kept for the request to be sent again: no more than 64 KiB.
 */
final class BodySource {

    /** Less room than this in a buffer is not worth a read. */
    private static final int LEAST_ROOM = 64;

    /** More than this is not kept. */
    private static final int MOST_KEPT = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final GatewayExchange exchange;
    private final HttpServerExchange http;
    private final boolean chunked;
    private final boolean forwarded;
    private final long limit;
    private final @Nullable BodyTap tap;
    private final @Nullable Base64Decoding base64;
    private @Nullable StreamSourceChannel channel;
    private long total;
    private boolean ended;
    private boolean keeping;
    private byte[] kept = NOTHING;
    private int keptBytes;
    private int repeated;

    /**
     * A body of so many bytes at most.
     *
     * @param forwarded whether it goes to a host; else it is counted as received when it is read once more
     * @param keep whether what has been read is kept, to be sent again
     */
    BodySource(GatewayExchange exchange, long limit, boolean forwarded, boolean keep) {
        this.forwarded = forwarded;
        this.exchange = exchange;
        this.http = exchange.http();
        this.chunked = exchange.request().contains(Headers.TRANSFER_ENCODING);
        this.limit = limit;
        this.keeping = keep;
        GrpcWebCall web = exchange.grpcWeb();
        this.base64 = web != null && web.isTranslated() && web.isText() ? new Base64Decoding() : null;
        this.tap = forwarded ? exchange.tap() : null;
    }

    /** Adds what has come to a buffer; false if it is more than the limit allows. */
    boolean fill(ByteBuffer to) throws IOException {
        int again = Math.min(to.remaining(), keptBytes - repeated);
        to.put(kept, repeated, again);
        repeated += again;
        int start = to.position();
        boolean within = repeated < keptBytes || read(to);
        keep(to, start);
        return within;
    }

    private boolean read(ByteBuffer to) throws IOException {
        StreamSourceChannel from = open();
        while (!ended && to.remaining() >= LEAST_ROOM) {
            int read = read(from, to);
            if (read > 0) {
                total += read;
                if (forwarded) {
                    exchange.stats().received(read);
                }
                if (total > limit) {
                    return false;
                }
            }
            ended = read < 0 || http.isRequestComplete();
            if (ended && base64 != null && !base64.mayEnd()) {
                throw new MalformedBodyException("the request body ends within a group of base64");
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

    /** Whether its length is not known beforehand. */
    boolean isChunked() {
        return chunked;
    }

    /** What came behind it; null if nothing did. */
    @Nullable
    FieldLines trailers() {
        return ClientConnection.of(http).trailers();
    }

    /** Whether the whole body has been read. */
    boolean hasEnded() {
        return ended && repeated == keptBytes;
    }

    /** Whether nothing of it is gone, so that it can be sent again. */
    boolean isWhole() {
        return channel == null || keeping;
    }

    /** Begins again; it must be whole. */
    void rewind() {
        repeated = 0;
    }

    /** It will not be sent again. */
    void keepNoMore() {
        keeping = false;
        if (repeated == keptBytes) {
            drop();
        }
    }

    private void drop() {
        kept = NOTHING;
        keptBytes = 0;
        repeated = 0;
    }

    private void keep(ByteBuffer to, int start) {
        int more = to.position() - start;
        if (keeping && keptBytes + more > MOST_KEPT) {
            keepNoMore();
        }
        if (keeping && more > 0) {
            if (kept.length < keptBytes + more) {
                kept = Arrays.copyOf(kept, Math.min(MOST_KEPT, Math.max(2 * kept.length, keptBytes + more)));
            }
            to.get(start, kept, keptBytes, more);
            keptBytes += more;
            repeated = keptBytes;
        }
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
            boolean waits = exchange.awaitsContinue();
            from = http.getRequestChannel();
            if (from == null) {
                throw new IOException("the request body cannot be read");
            }
            if (waits) {
                ClientConnection.of(http).sendContinue();
            }
            channel = from;
        }
        return from;
    }

    private int read(StreamSourceChannel from, ByteBuffer to) throws IOException {
        int at = to.position();
        int read = from.read(to);
        if (base64 != null && read > 0) {
            read = base64.decode(to, at);
        }
        if (tap != null && read > 0) {
            tap.passed(to, at, read);
        }
        return read;
    }
}
