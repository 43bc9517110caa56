package io.gatehouse.http.connection;

import io.gatehouse.http.codec.FieldLines;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import java.io.IOException;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.EmptyStreamSourceConduit;
import org.xnio.conduits.NullStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * A connection without a client, for one exchange whose response nobody gets: it takes everything at once and drops it. Has no descriptor;
 * its addresses are those of the connection that the request has come by.
 */
public final class DiscardingConnection extends ConduitConnection implements ClientConnection {

    private DiscardingConnection(ServerConnection like, ClientConnection client) {
        super(
                nowhere(like.getIoThread(), client.info()),
                client.info(),
                like.getByteBufferPool(),
                new FieldLines(),
                new FieldLines());
        query = client.query();
        FieldLines sent = client.requestFields();
        for (int i = 0; i < sent.count(); i++) {
            requestFields.add(sent.name(i), sent.value(i));
        }
    }

    private static StreamConnection nowhere(XnioIoThread thread, ConnectionInfo like) {
        return new ConduitChannel(
                thread, like, new EmptyStreamSourceConduit(thread), new NullStreamSinkConduit(thread), () -> {});
    }

    /** An exchange with the request of this one, without its body. Called on the I/O thread of both. */
    public static HttpServerExchange exchangeLike(HttpServerExchange http) {
        ClientConnection client = ClientConnection.of(http);
        client.keepRequestFields();
        var twin =
                new HttpServerExchange(new DiscardingConnection(http.getConnection(), client), http.getMaxEntitySize());
        twin.setProtocol(http.getProtocol());
        twin.setRequestMethod(http.getRequestMethod());
        twin.setRequestScheme(http.getRequestScheme());
        twin.setRequestURI(http.getRequestURI());
        Connectors.terminateRequest(twin);
        return twin;
    }

    @Override
    public void watch(ClientWatcher listener) {
        // There is nobody who could go.
    }

    @Override
    public void unwatch() {
        // Nothing is read.
    }

    @Override
    public void sendContinue() {
        // There is no body to ask for.
    }

    @Override
    protected StreamSinkConduit getSinkConduit(HttpServerExchange http, StreamSinkConduit conduit) {
        return new Discarded(conduit, http);
    }

    @Override
    protected void exchangeComplete(HttpServerExchange http) {
        try {
            if (completion != null) {
                completion.exchangeIsComplete();
            }
        } finally {
            IoUtils.safeClose(this);
        }
    }

    /** Ends the exchange with its response. */
    private static final class Discarded extends AbstractStreamSinkConduit<StreamSinkConduit> {

        private final HttpServerExchange http;

        Discarded(StreamSinkConduit nowhere, HttpServerExchange http) {
            super(nowhere);
            this.http = http;
        }

        @Override
        public boolean flush() throws IOException {
            boolean flushed = super.flush();
            if (isWriteShutdown()) {
                Connectors.terminateResponse(http);
            }
            return flushed;
        }
    }
}
