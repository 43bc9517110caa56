package io.gatehouse.http.exchange;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Notices a client that leaves while it waits for its response.
 *
 * <p>Undertow stops to read while a request is being processed, and begins again behind it. Reading on meanwhile costs
 * less (the selector's interest does not change twice for each request) and shows when the client goes. What a client
 * sends early, a body that nobody reads yet or the next requests of a pipeline, is kept for whoever reads it later; only
 * behind it can the end be seen. That much is kept, and no more than one buffer: a client that sends more is not watched
 * any longer, and is missed when it is written to.
 */
public final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {

    private final GatewayExchange exchange;
    private final AbstractServerConnection connection;

    private ClientWatch(GatewayExchange exchange, AbstractServerConnection connection) {
        this.exchange = exchange;
        this.connection = connection;
    }

    /** Begins to watch; ends when somebody else begins to read from the client, or with {@link #end}. */
    public static void begin(GatewayExchange exchange) {
        if (!exchange.outlivesClient()
                && exchange.http().getConnection() instanceof AbstractServerConnection connection) {
            connection.getChannel().getSourceChannel().setReadListener(new ClientWatch(exchange, connection));
            // Past the conduit of the body: that one may have nothing left to resume, or call for what is kept.
            connection.getOriginalSourceConduit().resumeReads();
        }
    }

    /** Stops to read: what comes from now on is for somebody else. */
    public static void end(GatewayExchange exchange) {
        if (exchange.http().getConnection() instanceof AbstractServerConnection connection) {
            connection.getOriginalSourceConduit().suspendReads();
        }
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        if (exchange.hasEnded()) {
            end(exchange);
            return;
        }
        try {
            PooledByteBuffer kept = connection.getExtraBytes();
            if ((kept == null ? readFirst() : readMore(kept.getBuffer())) < 0) {
                exchange.cutOff();
            }
        } catch (IOException e) {
            exchange.cutOff();
        }
    }

    private int readFirst() throws IOException {
        @Nullable PooledByteBuffer unused = connection.getByteBufferPool().allocate();
        try {
            ByteBuffer buffer = unused.getBuffer();
            int read = connection.getOriginalSourceConduit().read(buffer);
            if (read > 0) {
                buffer.flip();
                connection.setExtraBytes(unused);
                unused = null;
            }
            return read;
        } finally {
            if (unused != null) {
                unused.close();
            }
        }
    }

    private int readMore(ByteBuffer kept) throws IOException {
        kept.compact();
        try {
            if (!kept.hasRemaining()) {
                end(exchange);
                return 0;
            }
            return connection.getOriginalSourceConduit().read(kept);
        } finally {
            kept.flip();
        }
    }
}
