package io.gatehouse.http.http2;

import io.gatehouse.http.timer.DeadlineScanner;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** What goes out on a connection: frames until the socket takes them, the peer's window, and the streams that wait for room. */
final class OutgoingFrames implements Runnable {

    private final Http2Connection connection;
    private final ConduitStreamSinkChannel socket;
    private final DeadlineScanner scanner;
    private final StreamTable streams;
    private final FloodGuard guard;
    private final FrameOutput frames;
    private final FieldEncoder encoder = new FieldEncoder();
    private final Deque<StreamSink> waiting = new ArrayDeque<>();
    private int window = Http2Connection.FIRST_WINDOW;
    private boolean scheduled;
    private boolean held;
    private long wroteAt;

    OutgoingFrames(
            Http2Connection connection,
            ConduitStreamSinkChannel socket,
            ByteBufferPool buffers,
            DeadlineScanner scanner,
            StreamTable streams,
            FloodGuard guard) {
        this.connection = connection;
        this.socket = socket;
        this.scanner = scanner;
        this.streams = streams;
        this.guard = guard;
        this.frames = new FrameOutput(buffers);
        this.wroteAt = scanner.now();
    }

    // ---- room

    /** Whether there is room for a header block. */
    boolean hasRoom() {
        return frames.hasRoom() && connection.isReading();
    }

    /** Whether there is room for some of a body. */
    boolean hasRoomForBody() {
        return window > 0 && hasRoom();
    }

    /** Bytes that the socket has not taken. */
    int pending() {
        return frames.pending();
    }

    /** Whether the socket has taken nothing for longer than that. */
    boolean isStalled(long nowNanos, long limitNanos) {
        return frames.pending() > 0 && nowNanos - wroteAt > limitNanos;
    }

    /** The peer takes so many bytes more; false if its window becomes larger than it may be. */
    boolean moveWindow(int by) {
        if ((long) window + by > Integer.MAX_VALUE) {
            return false;
        }
        window += by;
        return true;
    }

    void waitForRoom(StreamSink one) {
        waiting.addLast(one);
        flushSoon();
    }

    // ---- of streams

    FieldEncoder encoder() {
        return encoder;
    }

    void fields(Http2Stream stream, boolean last) {
        encoder.send(frames, stream.id(), last);
        flushSoon();
    }

    /** Some of a body, no more than that and than the window of the connection; the bytes taken. */
    int data(Http2Stream stream, ByteBuffer content, int most, boolean last) {
        int may = Math.min(most, window);
        if (may <= 0 || !hasRoomForBody()) {
            return 0;
        }
        int sent = frames.data(content, may, stream.id(), last);
        window -= sent;
        guard.earn();
        return sent;
    }

    /** The end of a body. */
    void end(Http2Stream stream) {
        frames.frame(0, Frame.DATA, Frame.END_STREAM, stream.id());
        flushSoon();
    }

    /** Resets a stream; what the peer sends on it until it hears of that is passed over. */
    void reset(int id, ErrorCode code) {
        streams.remember(id);
        frames.frame(4, Frame.RST_STREAM, 0, id).putInt(code.number());
        flushSoon();
    }

    /** We take so many bytes more of bodies on a stream, or on all together where the number is 0. */
    void openWindow(int id, int by) {
        frames.frame(4, Frame.WINDOW_UPDATE, 0, id).putInt(by);
        flushSoon();
    }

    // ---- of the connection

    /** What the connection begins with: these bytes, settings as pairs of numbers, and our window for all streams. */
    void hello(ByteBuffer first, int[] settings) {
        if (first.hasRemaining()) {
            frames.raw(first);
        }
        ByteBuffer values = frames.frame(settings.length / 2 * Frame.SETTING, Frame.SETTINGS, 0, 0);
        for (int i = 0; i < settings.length; i += 2) {
            values.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        frames.frame(4, Frame.WINDOW_UPDATE, 0, 0)
                .putInt(Http2Connection.CONNECTION_WINDOW - Http2Connection.FIRST_WINDOW);
    }

    void acknowledgeSettings() {
        frames.frame(0, Frame.SETTINGS, Frame.ACK, 0);
    }

    void acknowledgePing(byte[] payload) {
        frames.frame(8, Frame.PING, Frame.ACK, 0).put(payload, 0, 8);
    }

    void ping(long data) {
        frames.frame(8, Frame.PING, 0, 0).putLong(data);
        flushSoon();
    }

    void goAway(int lastStream, ErrorCode code) {
        frames.frame(8, Frame.GOAWAY, 0, 0).putInt(lastStream).putInt(code.number());
        flushSoon();
    }

    // ---- writing

    /** What is added from now on goes out with the next {@link #flush}: one follows. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    /** Writes what there is when all that happens now has happened. */
    void flushSoon() {
        if (!scheduled && !held) {
            scheduled = true;
            scanner.thread().execute(this);
        }
    }

    @Override
    public void run() {
        scheduled = false;
        flush();
    }

    /** Writes what there is, as far as the socket takes it. */
    void flush() {
        if (connection.isClosed()) {
            return;
        }
        try {
            boolean all = write();
            if (hasRoom() && serve()) {
                flushSoon();
                all = write();
            }
            if (all && frames.pending() == 0) {
                socket.suspendWrites();
                if (connection.drained()) {
                    socket.shutdownWrites();
                    socket.flush();
                }
            } else if (!all) {
                socket.setWriteListener(this::writable);
                socket.resumeWrites();
            }
        } catch (IOException e) {
            connection.end();
        }
    }

    private void writable(ConduitStreamSinkChannel ready) {
        flush();
    }

    private boolean write() throws IOException {
        int before = frames.pending();
        boolean all = frames.writeTo(socket);
        if (before == 0 || frames.pending() < before) {
            wroteAt = scanner.now();
        }
        return all;
    }

    /** Gives those that wait for room their turn, each once; true if there is more to do. */
    private boolean serve() {
        boolean served = false;
        for (int i = waiting.size(); i > 0 && !waiting.isEmpty(); i--) {
            StreamSink one = waiting.removeFirst();
            if (one.isReady()) {
                one.leaveLine();
                one.ready();
                served = true;
            } else if (one.isWaiting()) {
                waiting.addLast(one);
            } else {
                one.leaveLine();
            }
        }
        return served;
    }

    /** Nobody waits for room any more. */
    void endLine() {
        waiting.clear();
    }

    /** Forgets what has not gone out. */
    void free() {
        frames.free();
    }
}
