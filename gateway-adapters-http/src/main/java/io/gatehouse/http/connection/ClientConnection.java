package io.gatehouse.http.connection;

import io.gatehouse.http.codec.FieldLines;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a request of a client came on, in whatever version of HTTP: its connection, or its stream of one. Used on its I/O thread only.
 */
public interface ClientConnection {

    /** The one protocol that connections switch to. */
    String WEBSOCKET = "websocket";

    /** What an exchange came on. */
    static ClientConnection of(HttpServerExchange http) {
        return (ClientConnection) http.getConnection();
    }

    /** What is known of the connection from its start. */
    ConnectionInfo info();

    /** The address at the other end as text. */
    String peerText();

    /** The header fields of the request that is being answered; those of Undertow's exchange are not filled in. */
    FieldLines requestFields();

    /** Has these fields outlive the request: they are not used again for the next one. Nothing to do where there is no next one. */
    default void keepRequestFields() {}

    /** The header fields of its response: what is in them when that begins goes out. */
    FieldLines responseFields();

    /** The query of the request that is being answered, as it was sent; null if it has none. Undertow's exchange does not tell those apart. */
    @Nullable
    String query();

    /** Reads on while a request is being answered, so that it shows when the client goes; ends when somebody else begins to read. */
    void watch(ClientWatcher listener);

    /** Stops to read: what comes from now on is for somebody else. */
    void unwatch();

    /** Tells a client that waits for that to send the body. */
    void sendContinue() throws IOException;

    /** What the client has sent behind the body; null if nothing, or nothing that is handed on, as by HTTP/1.1. */
    default @Nullable FieldLines trailers() {
        return null;
    }

    /** Sends these behind the body of the response; dropped by HTTP/1.1, whose clients have not been told of any, and mostly take none. */
    default void sendTrailers(FieldLines trailers) {}

    /**
     * Sends the head of a response that switches to WebSocket, then hands both directions over. The request is read to its end; the status
     * is 101, which is 200 by HTTP/2.
     */
    void switchProtocols(HttpServerExchange http, HttpUpgradeListener next);

    /** Has this hear when the exchange is complete that is being served; there is one for each. */
    void whenComplete(CompletionListener listener);

    /** Hears that an exchange is complete: its request has been read and its response sent, or the connection is closed. */
    interface CompletionListener {

        /** It is, before the connection goes on to the next one; called on the I/O thread, once. */
        void exchangeIsComplete();
    }

    /** Hears that a client has gone before it was answered. */
    interface ClientWatcher {

        /** It has; called on the I/O thread, perhaps more than once. */
        void clientHasGone();
    }
}
