package io.gatehouse.http.forwarding;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.channels.StreamSinkChannel;

/** Sends a body that is kept, in the place of the one that the upstream sends. */
final class StoredBody implements BodyFilter {

    private final ByteBuffer body;

    StoredBody(byte[] body) {
        this.body = ByteBuffer.wrap(body);
    }

    @Override
    public int write(ByteBuffer from, StreamSinkChannel to) {
        throw new IllegalStateException("the upstream's body is not relayed");
    }

    @Override
    public boolean flush(StreamSinkChannel to) throws IOException {
        return to.flush();
    }

    @Override
    public boolean end(StreamSinkChannel to) throws IOException {
        while (body.hasRemaining()) {
            if (to.write(body) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void free() {
        // Nothing is held.
    }
}
