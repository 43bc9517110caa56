package io.gatehouse.http.http2;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.FieldList;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an HTTP/2 connection: what has come in and nobody has taken yet, what may go out, and how far either side is.
 *
 * <p>What waits is bounded by the window that the peer was given, which opens as it is taken. Used on the I/O thread of its connection only.
 */
public final class Http2Stream {

    private static final long UNKNOWN = -1;

    private final Http2Connection connection;
    private final int id;
    private final Deque<PooledByteBuffer> in = new ArrayDeque<>(2);
    private final StreamSource source = new StreamSource(this);
    private @Nullable StreamSink sink;
    private Listener listener = Listener.NOBODY;
    private int sendWindow;
    private int receiveWindow = Http2Connection.STREAM_WINDOW;
    private int taken;
    private long expected = UNKNOWN;
    private long received;
    private boolean discards;
    private boolean inEnded;
    private boolean outEnded;
    private @Nullable ErrorCode closedBy;
    private @Nullable FieldLines trailers;

    /** Hears what happens to a stream. */
    public interface Listener {

        /** Hears nothing. */
        Listener NOBODY = new Listener() {
            @Override
            public void fields(FieldList fields, boolean last) {}

            @Override
            public void reset(ErrorCode code) {}
        };

        /** A header block behind the first one of a client; {@code last} if nothing comes behind it. */
        void fields(FieldList fields, boolean last);

        /** It has ended before its time, whoever wanted that. */
        void reset(ErrorCode code);
    }

    Http2Stream(Http2Connection connection, int id, int sendWindow) {
        this.connection = connection;
        this.id = id;
        this.sendWindow = sendWindow;
    }

    public int id() {
        return id;
    }

    public Http2Connection connection() {
        return connection;
    }

    /** Has somebody hear what happens to it. */
    public void listener(Listener hears) {
        listener = hears;
    }

    Listener listener() {
        return listener;
    }

    /** What comes in. */
    public StreamSource source() {
        return source;
    }

    /** What goes out passes here. */
    void sink(StreamSink out) {
        sink = out;
    }

    /** What comes in is to have so many bytes. */
    public void expect(long bytes) {
        expected = bytes;
    }

    /** What came behind the body; null if nothing did. */
    public @Nullable FieldLines trailers() {
        return trailers;
    }

    /** These came behind the body. */
    public void trailers(FieldLines came) {
        trailers = came;
    }

    /** Whether all that comes in has come. */
    public boolean hasInEnded() {
        return inEnded;
    }

    /** Whether all that goes out is on its way. */
    public boolean hasOutEnded() {
        return outEnded;
    }

    /** Why it has ended before its time; null if it has not. */
    public @Nullable ErrorCode closedBy() {
        return closedBy;
    }

    // ---- in

    /** A frame of a body begins; false if it is longer than it may be. */
    boolean admits(int length) {
        receiveWindow -= length;
        return receiveWindow >= 0;
    }

    /** Some of the body has come; false if that is more than there is to be. */
    boolean received(ByteBuffer content) {
        received += content.remaining();
        if (expected != UNKNOWN && received > expected) {
            return false;
        }
        if (discards) {
            credit(content.remaining());
            content.position(content.limit());
        }
        while (content.hasRemaining()) {
            PooledByteBuffer last = in.peekLast();
            if (last == null || last.getBuffer().limit() == last.getBuffer().capacity()) {
                last = connection.buffers().allocate();
                last.getBuffer().limit(0);
                in.addLast(last);
            }
            ByteBuffer to = last.getBuffer();
            int start = to.position();
            int end = to.limit();
            int count = Math.min(content.remaining(), to.capacity() - end);
            to.limit(end + count);
            to.put(end, content, content.position(), count).position(start);
            content.position(content.position() + count);
        }
        return true;
    }

    /** All has come; false if that is less than there is to be. */
    boolean inEnds() {
        inEnded = true;
        return expected == UNKNOWN || received == expected;
    }

    boolean hasSomethingIn() {
        return !in.isEmpty();
    }

    /** Takes what has come; the bytes taken. */
    int take(ByteBuffer to) {
        int total = 0;
        while (to.hasRemaining() && !in.isEmpty()) {
            ByteBuffer from = in.getFirst().getBuffer();
            int count = Math.min(from.remaining(), to.remaining());
            to.put(to.position(), from, from.position(), count).position(to.position() + count);
            from.position(from.position() + count);
            total += count;
            if (!from.hasRemaining()) {
                in.removeFirst().close();
            }
        }
        credit(total);
        return total;
    }

    /** So many bytes take no room any more. */
    void credit(int bytes) {
        taken += bytes;
        if (taken >= Http2Connection.STREAM_WINDOW / 2 && !inEnded && closedBy == null) {
            receiveWindow += taken;
            connection.out().openWindow(id, taken);
            taken = 0;
        }
        connection.in().credit(bytes);
    }

    // ---- out

    /** The window for what goes out changes; false if it becomes larger than it may be. */
    boolean moveWindow(long by) {
        long now = sendWindow + by;
        if (now > Integer.MAX_VALUE) {
            return false;
        }
        sendWindow = (int) now;
        return true;
    }

    /** Whether something can go out now. */
    boolean isWritable() {
        return closedBy != null || (connection.out().hasRoomForBody() && sendWindow > 0);
    }

    /** Begins a header block; fields are added to what it gives, until {@link #sendBlock}. */
    public Http2Stream beginBlock() {
        connection.out().encoder().begin();
        return this;
    }

    /** Adds a field to the block that has begun. */
    public Http2Stream add(HttpString name, String value) {
        connection.out().encoder().add(name, value);
        return this;
    }

    /** Sends the block that has begun; with {@code last} nothing comes behind it. */
    public void sendBlock(boolean last) {
        connection.out().fields(this, last);
        ends(last);
    }

    /** Sends some of the body, as much as is possible now; the bytes taken. With {@code last} nothing comes behind it. */
    int send(ByteBuffer content, boolean last) {
        int total = 0;
        while (content.hasRemaining()) {
            int sent = connection.out().data(this, content, sendWindow, last);
            if (sent == 0) {
                break;
            }
            sendWindow -= sent;
            total += sent;
        }
        ends(last && !content.hasRemaining());
        return total;
    }

    /** Sends the end of the body. */
    void sendEnd() {
        if (closedBy == null && !outEnded) {
            connection.out().end(this);
            ends(true);
        }
    }

    private void ends(boolean last) {
        if (last) {
            outEnded = true;
            closeIfEnded();
        }
    }

    // ---- both

    void closeIfEnded() {
        if (inEnded && outEnded) {
            connection.forget(this);
        }
    }

    /** Ends it before its time; does nothing if both sides have ended. */
    public void reset(ErrorCode code) {
        if (closedBy == null && !(inEnded && outEnded)) {
            connection.out().reset(id, code);
            closed(code);
        }
    }

    /** The peer has not begun with it, and will not. */
    public void refused() {
        closed(ErrorCode.REFUSED_STREAM);
    }

    /** It is no more. */
    void closed(ErrorCode code) {
        if (closedBy != null) {
            return;
        }
        closedBy = code;
        connection.forget(this);
        drop();
        listener.reset(code);
        readable();
        writable();
    }

    /** Nobody takes what has come, nor what comes from now on. */
    public void discard() {
        discards = true;
        drop();
    }

    /** Nobody takes what is left of what has come. */
    public void drop() {
        int left = 0;
        while (!in.isEmpty()) {
            left += in.getFirst().getBuffer().remaining();
            in.removeFirst().close();
        }
        connection.in().credit(left);
    }

    /** Somebody may want to know that there is something to read. */
    void readable() {
        source.ready();
    }

    /** Somebody may want to know that there is room. */
    void writable() {
        StreamSink out = sink;
        if (out != null) {
            out.ready();
        }
    }
}
