package io.gatehouse.http.connection;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads what a client sends before anybody wants it; it is kept with the connection, one buffer at most. */
final class EarlyBytes {

    /** There is no room for more. */
    static final int FULL = -2;

    private final AbstractServerConnection connection;

    EarlyBytes(AbstractServerConnection connection) {
        this.connection = connection;
    }

    /** How many bytes have been read, perhaps none; -1 at the end of what the client sends, or {@link #FULL}. */
    int read() throws IOException {
        PooledByteBuffer kept = connection.getExtraBytes();
        return kept == null ? readFirst() : readMore(kept.getBuffer());
    }

    private int readFirst() throws IOException {
        PooledByteBuffer buffer = connection.getByteBufferPool().allocate();
        int read = 0;
        try {
            read = connection.getOriginalSourceConduit().read(buffer.getBuffer());
            return read;
        } finally {
            if (read > 0) {
                buffer.getBuffer().flip();
                connection.setExtraBytes(buffer);
            } else {
                buffer.close();
            }
        }
    }

    private int readMore(ByteBuffer kept) throws IOException {
        kept.compact();
        try {
            return kept.hasRemaining() ? connection.getOriginalSourceConduit().read(kept) : FULL;
        } finally {
            kept.flip();
        }
    }
}
