package io.gatehouse.http.connection;

import io.gatehouse.http.codec.ChunkedCoding;
import io.gatehouse.http.codec.ResponseBody;
import io.gatehouse.http.http2.OneBufferSource;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.AbstractSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The content of a request's body: what came with the head first, then what the socket has; never more than belongs to this request.
 * Reused by its connection.
 */
final class RequestBodyConduit extends AbstractSourceConduit<StreamSourceConduit> implements OneBufferSource {

    private static final int END = -1;

    private final HttpConnection connection;
    private final EarlyBytes early;
    private @Nullable HttpServerExchange http;
    private ChunkedCoding.@Nullable Decoder chunks;
    private long left;

    RequestBodyConduit(HttpConnection connection, EarlyBytes early) {
        super(connection.getOriginalSourceConduit());
        this.connection = connection;
        this.early = early;
    }

    /** The body of this exchange begins. */
    void begin(HttpServerExchange exchange, boolean chunked, long length) {
        http = exchange;
        chunks = chunked ? ChunkedCoding.Decoder.ofRequest() : null;
        left = length;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (http == null) {
            return END;
        }
        return chunks == null ? readContent(to) : readChunks(to, chunks);
    }

    private int readContent(ByteBuffer to) throws IOException {
        int most = (int) Math.min(left, to.remaining());
        int limit = to.limit();
        to.limit(to.position() + most);
        int read;
        try {
            read = readRaw(to, most);
        } finally {
            to.limit(limit);
        }
        left -= read;
        if (left == 0) {
            end();
        }
        return read;
    }

    private int readRaw(ByteBuffer to, int most) throws IOException {
        PooledByteBuffer kept = connection.getExtraBytes();
        if (kept == null) {
            return present(next.read(to));
        }
        int count = Math.min(most, kept.getBuffer().remaining());
        move(kept.getBuffer(), count, to);
        return count;
    }

    private static int present(int read) throws IOException {
        if (read < 0) {
            throw new EOFException("the client closed the connection within the request body");
        }
        return read;
    }

    private static void move(ByteBuffer from, int count, ByteBuffer to) {
        int limit = from.limit();
        from.limit(from.position() + count);
        to.put(from);
        from.limit(limit);
    }

    private int readChunks(ByteBuffer to, ChunkedCoding.Decoder decoder) throws IOException {
        int total = 0;
        while (true) {
            PooledByteBuffer raw = connection.getExtraBytes();
            int content = raw == null ? ResponseBody.MORE : decoder.available(raw.getBuffer());
            if (content == ResponseBody.BROKEN) {
                throw new MalformedBodyException();
            }
            if (content == ResponseBody.END) {
                end();
                return total > 0 ? total : END;
            }
            if (content > 0 && raw != null) {
                int count = Math.min(content, to.remaining());
                if (count == 0) {
                    return total;
                }
                move(raw.getBuffer(), count, to);
                decoder.taken(count);
                total += count;
            } else if (total > 0 || present(early.read()) == 0) {
                return total;
            }
        }
    }

    private void end() {
        HttpServerExchange ended = http;
        http = null;
        if (ended != null) {
            Connectors.terminateRequest(ended);
            if (connection.isServing(ended)) {
                connection.getChannel().getSourceChannel().setReadListener(connection);
            }
        }
    }

    /** What has been read already must be asked for as well. */
    @Override
    public void resumeReads() {
        if (connection.getExtraBytes() == null) {
            next.resumeReads();
        } else {
            next.wakeupReads();
        }
    }

    /** Where the body has ended, the connection reads on. */
    @Override
    public void suspendReads() {
        if (http != null) {
            next.suspendReads();
        }
    }

    @Override
    public void terminateReads() {
        HttpServerExchange unread = http;
        if (unread != null) {
            unread.setPersistent(false);
            end();
        }
    }

    @Override
    public boolean isReadShutdown() {
        return http == null;
    }
}
