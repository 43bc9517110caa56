package io.gatehouse.http.forwarding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/** Copies a response body on its way to the client, as the client gets it, as long as there is room for it. */
final class CacheFill implements BodyFilter {

    private final CachedCall call;
    private final @Nullable GzipBody compressed;
    private final Consumer<byte[]> keeper;
    private @Nullable ByteArrayOutputStream copy = new ByteArrayOutputStream();

    /** Hands the whole body to {@code keeper} once the client has it. */
    CacheFill(CachedCall call, @Nullable GzipBody compressed, Consumer<byte[]> keeper) {
        this.call = call;
        this.compressed = compressed;
        this.keeper = keeper;
        if (compressed != null) {
            compressed.copyTo(this::copied);
        }
    }

    @Override
    public boolean isCostly() {
        return compressed != null;
    }

    @Override
    public int write(ByteBuffer from, StreamSinkChannel to) throws IOException {
        if (compressed != null) {
            return compressed.write(from, to);
        }
        int start = from.position();
        int written = to.write(from);
        copied(from, start, written);
        return written;
    }

    /** These bytes of the buffer have been sent. */
    private void copied(ByteBuffer from, int start, int bytes) {
        ByteArrayOutputStream all = copy;
        if (all == null || bytes <= 0) {
            return;
        }
        if (!call.takesRoom(all.size(), bytes)) {
            copy = null;
            call.isNotKept();
            return;
        }
        byte[] part = new byte[bytes];
        from.get(start, part);
        all.writeBytes(part);
    }

    @Override
    public boolean flush(StreamSinkChannel to) throws IOException {
        return compressed == null ? to.flush() : compressed.flush(to);
    }

    @Override
    public boolean end(StreamSinkChannel to) throws IOException {
        if (compressed != null && !compressed.end(to)) {
            return false;
        }
        ByteArrayOutputStream all = copy;
        copy = null;
        if (all != null) {
            keeper.accept(all.toByteArray());
        }
        return true;
    }

    @Override
    public void free() {
        copy = null;
        if (compressed != null) {
            compressed.free();
        }
    }
}
