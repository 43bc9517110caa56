package io.gatehouse.http.connection;

import io.gatehouse.domain.address.AddressText;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.connection.ClientConnection.CompletionListener;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.server.SSLSessionInfo;
import io.undertow.util.Headers;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/** What Undertow asks of a server connection where there is little to say: no CONNECT, no trailers, no renegotiation. */
abstract class ConduitConnection extends AbstractServerConnection {

    final FieldLines responseFields;
    FieldLines requestFields;

    @Nullable
    String query;

    @Nullable
    CompletionListener completion;

    private final ConnectionInfo info;
    private @Nullable HttpUpgradeListener upgrade;
    private @Nullable String peerText;

    ConduitConnection(
            StreamConnection channel,
            ConnectionInfo info,
            ByteBufferPool buffers,
            FieldLines requestFields,
            FieldLines responseFields) {
        super(channel, buffers, null, OptionMap.EMPTY, 0);
        this.info = info;
        this.requestFields = requestFields;
        this.responseFields = responseFields;
    }

    /** What is known of the connection from its start. */
    public final ConnectionInfo info() {
        return info;
    }

    /** The peer's address as text, made once. */
    public final String peerText() {
        if (peerText == null) {
            peerText = AddressText.of(info.peer().getAddress());
        }
        return peerText;
    }

    /** The query of the request that is being answered, as it was sent; null if it has none. */
    public final @Nullable String query() {
        return query;
    }

    /** The header fields of the request that is being answered. */
    public final FieldLines requestFields() {
        return requestFields;
    }

    /** The header fields of its response. */
    public final FieldLines responseFields() {
        return responseFields;
    }

    /** Has this hear when the exchange is complete that is being served. */
    public final void whenComplete(CompletionListener listener) {
        completion = listener;
    }

    /** Has the response that switches protocols sent, and the channel handed over behind it. */
    public final void switchProtocols(HttpServerExchange http, HttpUpgradeListener next) {
        http.setPersistent(true);
        ClientConnection.of(http)
                .responseFields()
                .put(Headers.UPGRADE, ClientConnection.WEBSOCKET)
                .put(Headers.CONNECTION, Headers.UPGRADE_STRING);
        // Undertow looks there whether it may.
        http.getRequestHeaders().put(Headers.UPGRADE, ClientConnection.WEBSOCKET);
        http.upgradeChannel(next);
        http.endExchange();
    }

    /** Hands the channel over to whoever has asked for it. */
    final void upgraded(HttpServerExchange http) {
        HttpUpgradeListener next = upgrade;
        if (next != null) {
            next.handleUpgrade(channel, http);
        }
    }

    @Override
    public <A extends SocketAddress> A getPeerAddress(Class<A> type) {
        return type.isInstance(info.peer()) ? type.cast(info.peer()) : super.getPeerAddress(type);
    }

    @Override
    public <A extends SocketAddress> A getLocalAddress(Class<A> type) {
        return type.isInstance(info.local()) ? type.cast(info.local()) : super.getLocalAddress(type);
    }

    @Override
    public HttpServerExchange sendOutOfBandResponse(HttpServerExchange http) {
        throw new UnsupportedOperationException("interim responses are written by who reads the body");
    }

    @Override
    public boolean isContinueResponseSupported() {
        return true;
    }

    @Override
    public void terminateRequestChannel(HttpServerExchange http) {
        // A body that has not been read is the business of whoever answers.
    }

    @Override
    public @Nullable SSLSessionInfo getSslSessionInfo() {
        return null;
    }

    @Override
    public void setSslSessionInfo(SSLSessionInfo session) {
        throw new UnsupportedOperationException("what is known of TLS is known from the start");
    }

    @Override
    protected StreamConnection upgradeChannel() {
        return channel;
    }

    @Override
    protected boolean isUpgradeSupported() {
        return true;
    }

    @Override
    protected void setUpgradeListener(HttpUpgradeListener listener) {
        upgrade = listener;
    }

    @Override
    protected boolean isConnectSupported() {
        return false;
    }

    @Override
    protected void setConnectListener(HttpUpgradeListener listener) {
        throw new UnsupportedOperationException("CONNECT is refused");
    }

    @Override
    public String getTransportProtocol() {
        return "http/1.1";
    }

    @Override
    public boolean isRequestTrailerFieldsSupported() {
        return false;
    }
}
