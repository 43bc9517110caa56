package io.gatehouse.http.pool;

import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for bodies that come faster than a usual buffer takes them; a few for each I/O thread, so that slow readers of long
 * bodies cannot take the memory of the process. Used by one I/O thread.
 */
public final class LargeBuffers {

    private static final int BYTES = 64 * 1024;
    private static final int MOST = 16;

    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private int made;

    /** An empty one, to be closed; null if all are in use. */
    public @Nullable PooledByteBuffer take() {
        ByteBuffer free = idle.pollLast();
        if (free == null && made < MOST) {
            made++;
            free = ByteBuffer.allocateDirect(BYTES);
        }
        return free == null ? null : new Lent(free.clear());
    }

    private final class Lent implements PooledByteBuffer {

        private final ByteBuffer buffer;
        private boolean open = true;

        Lent(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getBuffer() {
            return buffer;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                idle.addLast(buffer);
            }
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }
}
