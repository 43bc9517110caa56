package io.gatehouse.http.proxy;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** One direction of a tunnel. */
final class TunnelPump implements ChannelListener<Channel> {

    private static final int BUFFERS_AT_A_TIME = 16;

    private final Tunnel tunnel;
    private final ConduitStreamSourceChannel from;
    private final ConduitStreamSinkChannel to;
    private final ByteBufferPool buffers;
    private final boolean toClient;
    private ByteBuffer pending;
    private @Nullable PooledByteBuffer held;
    private boolean sourceEnded;
    private boolean ended;
    private boolean stopped;

    TunnelPump(
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

    boolean hasEnded() {
        return ended;
    }

    void stop() {
        stopped = true;
        free();
    }

    @Override
    public void handleEvent(Channel ready) {
        try {
            for (int n = 0; n < BUFFERS_AT_A_TIME && !stopped && !ended; n++) {
                if (!drained()) {
                    from.suspendReads();
                    to.resumeWrites();
                    return;
                }
                if (sourceEnded) {
                    finish();
                    return;
                }
                if (!refilled()) {
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
            tunnel.broke();
        }
    }

    private boolean drained() throws IOException {
        while (pending.hasRemaining()) {
            int written = to.write(pending);
            if (written == 0) {
                return false;
            }
            tunnel.moved(written, toClient);
        }
        return to.flush();
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
        return read != 0;
    }

    private void finish() throws IOException {
        to.shutdownWrites();
        if (to.flush()) {
            ended = true;
            free();
            from.suspendReads();
            to.suspendWrites();
            tunnel.halfEnded();
        } else {
            to.resumeWrites();
        }
    }

    private void free() {
        pending = ByteBuffer.allocate(0);
        PooledByteBuffer buffer = held;
        held = null;
        if (buffer != null) {
            buffer.close();
        }
    }
}
