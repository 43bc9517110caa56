package io.gatehouse.http.exchange;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Notices a client that leaves while it waits for its answer.
 *
 * <p>Undertow stops to read while a request is being processed, and begins again behind it. Reading on meanwhile costs
 * less (the selector's interest does not change twice for each request) and tells when the client goes. What a client
 * sends early, the next request of a pipeline, is kept for later, and ends the watch.
 */
public final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {

    private final GatewayExchange exchange;
    private final AbstractServerConnection connection;

    private ClientWatch(GatewayExchange exchange, AbstractServerConnection connection) {
        this.exchange = exchange;
        this.connection = connection;
    }

    /** Begins to watch, if the request has been read to its end and nothing else has been sent. */
    public static void begin(GatewayExchange exchange) {
        HttpServerExchange http = exchange.http();
        if (http.isRequestComplete()
                && http.getConnection() instanceof AbstractServerConnection connection
                && connection.getExtraBytes() == null) {
            connection.getChannel().getSourceChannel().setReadListener(new ClientWatch(exchange, connection));
            // Past the conduit of a body that has been read: to that, there is nothing left to resume.
            connection.getOriginalSourceConduit().resumeReads();
        }
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        if (exchange.hasEnded()) {
            connection.getOriginalSourceConduit().suspendReads();
            return;
        }
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean kept = false;
        try {
            int read = connection.getOriginalSourceConduit().read(pooled.getBuffer());
            if (read > 0) {
                pooled.getBuffer().flip();
                connection.setExtraBytes(pooled);
                kept = true;
                connection.getOriginalSourceConduit().suspendReads();
            } else if (read < 0) {
                exchange.cutOff();
            }
        } catch (IOException e) {
            exchange.cutOff();
        } finally {
            if (!kept) {
                pooled.close();
            }
        }
    }
}
