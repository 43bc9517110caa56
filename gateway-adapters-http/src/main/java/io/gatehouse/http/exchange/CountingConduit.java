package io.gatehouse.http.exchange;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Counts what a client sends, below all framing, and stops it at a limit; sees request lines as they were sent.
 *
 * <p>Undertow keeps the trailers of a chunked body, however many there are; only what reads the socket can tell that
 * bytes come and no content does.
 */
public final class CountingConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {

    /** What may come without any content: chunk sizes, extensions, trailers, in bytes. */
    public static final long LARGEST_FRAMING = 64 * 1024;

    private final QueryMarks marks = new QueryMarks();
    private long total;
    private long limit = Long.MAX_VALUE;

    private CountingConduit(StreamSourceConduit next) {
        super(next);
    }

    /** Puts a meter into a connection that nothing has read from yet. */
    public static void install(StreamConnection connection) {
        connection
                .getSourceChannel()
                .setConduit(new CountingConduit(connection.getSourceChannel().getConduit()));
    }

    /** The meter of an exchange's connection; null if it has none. */
    public static @Nullable CountingConduit of(HttpServerExchange http) {
        return http.getConnection() instanceof AbstractServerConnection connection
                        && connection.getOriginalSourceConduit() instanceof CountingConduit meter
                ? meter
                : null;
    }

    /** The question marks before the query of the request that was read last. */
    public static int queryMarks(HttpServerExchange http) {
        CountingConduit meter = of(http);
        return meter == null ? 0 : meter.marks.count();
    }

    /** The next request comes; what has been read of it already is kept by its connection. */
    static void nextRequest(HttpServerExchange ended) {
        CountingConduit meter = of(ended);
        if (meter != null && ended.getConnection() instanceof AbstractServerConnection connection) {
            meter.marks.next();
            PooledByteBuffer early = connection.getExtraBytes();
            if (early != null) {
                meter.marks.read(
                        early.getBuffer(),
                        early.getBuffer().position(),
                        early.getBuffer().limit());
            }
        }
    }

    /** Bytes that have come since the connection was opened. */
    public long total() {
        return total;
    }

    /** Makes reading fail once more than that has come; {@link Long#MAX_VALUE} for no limit. */
    public void limit(long most) {
        limit = most;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int from = to.position();
        int read = next.read(to);
        marks.read(to, from, from + read);
        count(read);
        return read;
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        long read = next.read(to, offset, length);
        count(read);
        return read;
    }

    private void count(long read) throws IOException {
        total += Math.max(0, read);
        if (total > limit) {
            throw new IOException("the client sends more framing than content");
        }
    }

    /**
     * Counts the question marks with which the query of a request begins, as Undertow does not say: it takes {@code /x?} for
     * {@code /x}, and {@code /x??a} for {@code /x?a}. Looks at request lines as they are read, up to the query.
     */
    private static final class QueryMarks {

        private enum Position {
            BEFORE_METHOD,
            METHOD,
            PATH,
            QUERY,
            BEHIND
        }

        private Position position = Position.BEFORE_METHOD;
        private int count;

        /** Forgets the last request; what is read from now on is the next one. */
        void next() {
            count = 0;
            position = Position.BEFORE_METHOD;
        }

        /** How many there are: none, one or two; more do not matter. */
        int count() {
            return count;
        }

        /** These bytes have been read, or had been when this request became the next one. */
        void read(ByteBuffer buffer, int from, int to) {
            for (int i = from; i < to && position != Position.BEHIND; i++) {
                byte b = buffer.get(i);
                position = switch (position) {
                    case BEFORE_METHOD -> b == '\r' || b == '\n' ? Position.BEFORE_METHOD : Position.METHOD;
                    case METHOD -> b == ' ' ? Position.PATH : Position.METHOD;
                    case PATH -> ofPath(b);
                    case QUERY, BEHIND -> ofQuery(b);
                };
            }
        }

        private Position ofPath(byte b) {
            if (b == '?') {
                count = 1;
                return Position.QUERY;
            }
            return b == ' ' || b == '\n' ? Position.BEHIND : Position.PATH;
        }

        private Position ofQuery(byte b) {
            count += b == '?' ? 1 : 0;
            return Position.BEHIND;
        }
    }
}
