package io.gatehouse.http.connection;

import io.gatehouse.domain.address.AddressText;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.server.SSLSessionInfo;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/** What Undertow asks of a server connection where there is little to say: no TLS, no CONNECT, no trailers; addresses, looked up once. */
abstract class UnencryptedConnection extends AbstractServerConnection {

    private final @Nullable InetSocketAddress peer;
    private final @Nullable InetSocketAddress local;
    private @Nullable HttpUpgradeListener upgrade;
    private @Nullable String peerText;

    UnencryptedConnection(StreamConnection channel, ByteBufferPool buffers) {
        super(channel, buffers, null, OptionMap.EMPTY, 0);
        this.peer = channel.getPeerAddress(InetSocketAddress.class);
        this.local = channel.getLocalAddress(InetSocketAddress.class);
    }

    /** Whether the client was still there when the connection was accepted. */
    final boolean hasPeer() {
        return peer != null;
    }

    /** The peer's address as text, made once. */
    public final String peerText() {
        if (peerText == null) {
            peerText = peer == null || peer.getAddress() == null ? "" : AddressText.of(peer.getAddress());
        }
        return peerText;
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
        return type.isInstance(peer) ? type.cast(peer) : super.getPeerAddress(type);
    }

    @Override
    public <A extends SocketAddress> A getLocalAddress(Class<A> type) {
        return type.isInstance(local) ? type.cast(local) : super.getLocalAddress(type);
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
        throw new UnsupportedOperationException("this connection is not encrypted");
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
