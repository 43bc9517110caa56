package io.gatehouse.http.forwarding;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One direction of a tunnel.
 *
 * <p>It ends when its source does, or with a close frame of the gateway's: that one goes out behind the frame that is under
 * way, and what still comes then is read and dropped, for a socket that is closed over unread bytes is reset, and the other
 * side may lose what it was sent last.
 */
final class TunnelRelay implements ChannelListener<Channel> {

    private static final int BUFFERS_AT_A_TIME = 16;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Tunnel tunnel;
    private final ConduitStreamSourceChannel from;
    private final ConduitStreamSinkChannel to;
    private final ByteBufferPool buffers;
    private final boolean toClient;
    private final WebSocketFrames frames = new WebSocketFrames();
    private ByteBuffer pending;
    private @Nullable PooledByteBuffer held;
    private @Nullable ByteBuffer farewell;
    private boolean leaving;
    private boolean nothingMore;
    private boolean sourceEnded;
    private boolean ended;
    private boolean stopped;

    TunnelRelay(
            Tunnel tunnel,
            ConduitStreamSourceChannel from,
            ConduitStreamSinkChannel to,
            ByteBufferPool buffers,
            byte[] first,
            boolean toClient) {
        this.tunnel = tunnel;
        this.from = from;
        this.to = to;
        this.buffers = buffers;
        this.pending = ByteBuffer.wrap(first);
        this.toClient = toClient;
    }

    void begin() {
        from.setReadListener(this);
        to.setWriteListener(this);
        handleEvent(from);
    }

    /** Ends with this frame, as soon as no other is under way. */
    void leave(ByteBuffer closeFrame) {
        leaving = true;
        farewell = closeFrame;
        handleEvent(from);
    }

    /** Whether everything has been passed on, the end included. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether the side that it reads from has ended. */
    boolean hasSourceEnded() {
        return sourceEnded;
    }

    void stop() {
        stopped = true;
        free();
    }

    @Override
    public void handleEvent(Channel ready) {
        try {
            if (ended) {
                drop();
                return;
            }
            for (int n = 0; n < BUFFERS_AT_A_TIME && !stopped && !ended; n++) {
                if (!drained()) {
                    from.suspendReads();
                    to.resumeWrites();
                    return;
                }
                if (nothingMore) {
                    finish();
                    return;
                }
                if (!takesLeave() && !refilled()) {
                    break;
                }
            }
            if (!stopped && !ended) {
                if (pending.hasRemaining()) {
                    from.suspendReads();
                    to.resumeWrites();
                } else {
                    free();
                    to.suspendWrites();
                    from.resumeReads();
                }
            }
        } catch (IOException e) {
            broke();
        }
    }

    /** Writes what there is, or no more than belongs to the frame that is under way; false if that is not possible now. */
    private boolean drained() throws IOException {
        while (pending.hasRemaining() && !isAtFarewell()) {
            int start = pending.position();
            int limit = pending.limit();
            if (farewell != null) {
                pending.limit((int) Math.min(limit, (long) start + frames.certain()));
            }
            int written = to.write(pending);
            pending.limit(limit);
            if (written == 0) {
                return false;
            }
            frames.passed(pending, start, start + written);
            tunnel.moved(written, toClient);
        }
        return to.flush();
    }

    private boolean isAtFarewell() {
        return farewell != null && frames.isBetweenFrames();
    }

    /** Puts the farewell in the place of whatever else was to be sent, if it is time to. */
    private boolean takesLeave() {
        ByteBuffer last = farewell;
        if (last == null || !isAtFarewell()) {
            return false;
        }
        farewell = null;
        nothingMore = true;
        pending = frames.hasSeenClose() ? NOTHING : last;
        return true;
    }

    /** Reads more; false if there is nothing now. */
    private boolean refilled() throws IOException {
        PooledByteBuffer buffer = held;
        if (buffer == null) {
            buffer = buffers.allocate();
            held = buffer;
        }
        pending = buffer.getBuffer().clear();
        int read = from.read(pending);
        pending.flip();
        sourceEnded = read < 0;
        nothingMore = sourceEnded;
        return read != 0;
    }

    private void finish() throws IOException {
        to.shutdownWrites();
        if (to.flush()) {
            end();
        } else {
            to.resumeWrites();
        }
    }

    private void end() {
        ended = true;
        free();
        to.suspendWrites();
        if (leaving && !sourceEnded) {
            from.resumeReads();
        } else {
            from.suspendReads();
        }
        tunnel.halfEnded();
    }

    private void drop() throws IOException {
        if (!leaving || stopped || sourceEnded) {
            from.suspendReads();
            return;
        }
        try (PooledByteBuffer dropped = buffers.allocate()) {
            int read = 1;
            for (int n = 0; n < BUFFERS_AT_A_TIME && read > 0; n++) {
                read = from.read(dropped.getBuffer().clear());
            }
            if (read < 0) {
                sourceEnded = true;
                from.suspendReads();
                tunnel.halfEnded();
            }
        }
    }

    /** An upstream that is being left may be gone before it has heard of that: it is the client that has to. */
    private void broke() {
        if (leaving && !toClient && !ended) {
            end();
        } else {
            tunnel.broke();
        }
    }

    private void free() {
        pending = NOTHING;
        PooledByteBuffer buffer = held;
        held = null;
        if (buffer != null) {
            buffer.close();
        }
    }
}
