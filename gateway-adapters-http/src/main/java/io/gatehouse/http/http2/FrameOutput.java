package io.gatehouse.http.http2;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** Frames on their way to a peer, in pooled buffers, until the socket takes them. */
final class FrameOutput {

    /** With more than this waiting, no further part of a body is taken. */
    private static final int ENOUGH = 64 * 1024;

    /** Room for less than this at the end of a buffer is not worth a frame. */
    private static final int LEAST_DATA = 1024;

    private final ByteBufferPool buffers;
    private final Deque<PooledByteBuffer> waiting = new ArrayDeque<>(4);
    private @Nullable PooledByteBuffer open;
    private int pending;

    FrameOutput(ByteBufferPool buffers) {
        this.buffers = buffers;
    }

    /** Bytes that the socket has not taken. */
    int pending() {
        return pending;
    }

    boolean hasRoom() {
        return pending < ENOUGH;
    }

    /** Adds a frame with a payload of so many bytes, which is to be put into the result; it is short. */
    ByteBuffer frame(int length, int type, int flags, int stream) {
        ByteBuffer to = room(Frame.HEADER + length);
        header(to, length, type, flags, stream);
        pending += Frame.HEADER + length;
        return to;
    }

    /** Adds bytes that are no frame. */
    void raw(ByteBuffer bytes) {
        pending += bytes.remaining();
        room(bytes.remaining()).put(bytes);
    }

    /** Adds a frame with this payload, however long. */
    void frame(ByteBuffer payload, int type, int flags, int stream) {
        header(room(Frame.HEADER), payload.remaining(), type, flags, stream);
        pending += Frame.HEADER + payload.remaining();
        while (payload.hasRemaining()) {
            move(payload, payload.remaining(), room(1));
        }
    }

    /** Adds some of a body, no more than that; the bytes taken. It is the last of its stream if it is taken to the end. */
    int data(ByteBuffer from, int most, int stream, boolean last) {
        ByteBuffer to = room(Frame.HEADER + Math.min(LEAST_DATA, from.remaining()));
        int length = Math.min(Math.min(most, from.remaining()), Math.min(Frame.LONGEST, to.remaining() - Frame.HEADER));
        header(to, length, Frame.DATA, last && length == from.remaining() ? Frame.END_STREAM : 0, stream);
        move(from, length, to);
        pending += Frame.HEADER + length;
        return length;
    }

    private static void move(ByteBuffer from, int most, ByteBuffer to) {
        int limit = from.limit();
        from.limit(from.position() + Math.min(most, to.remaining()));
        to.put(from);
        from.limit(limit);
    }

    private static void header(ByteBuffer to, int length, int type, int flags, int stream) {
        to.put((byte) (length >> 16)).put((byte) (length >> 8)).put((byte) length);
        to.put((byte) type).put((byte) flags).putInt(stream);
    }

    private ByteBuffer room(int bytes) {
        PooledByteBuffer last = open;
        if (last != null && last.getBuffer().remaining() >= bytes) {
            return last.getBuffer();
        }
        close();
        last = buffers.allocate();
        open = last;
        return last.getBuffer();
    }

    private void close() {
        PooledByteBuffer full = open;
        open = null;
        if (full != null) {
            full.getBuffer().flip();
            waiting.addLast(full);
        }
    }

    /** Writes what there is; false if the socket does not take all of it now. */
    boolean writeTo(ConduitStreamSinkChannel socket) throws IOException {
        close();
        while (!waiting.isEmpty()) {
            int written =
                    waiting.size() == 1 ? socket.write(waiting.getFirst().getBuffer()) : (int) socket.write(all());
            pending -= written;
            while (!waiting.isEmpty() && !waiting.getFirst().getBuffer().hasRemaining()) {
                waiting.removeFirst().close();
            }
            if (written == 0) {
                return false;
            }
        }
        return socket.flush();
    }

    private ByteBuffer[] all() {
        var all = new ByteBuffer[waiting.size()];
        int i = 0;
        for (PooledByteBuffer one : waiting) {
            all[i++] = one.getBuffer();
        }
        return all;
    }

    /** Forgets what is left. */
    void free() {
        close();
        while (!waiting.isEmpty()) {
            waiting.removeFirst().close();
        }
        pending = 0;
    }
}
