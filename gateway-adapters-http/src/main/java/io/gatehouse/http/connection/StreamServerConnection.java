package io.gatehouse.http.connection;

import io.gatehouse.domain.address.AddressText;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.server.SSLSessionInfo;
import io.undertow.server.ServerConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.Option;
import org.xnio.OptionMap;
import org.xnio.Pool;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.ConnectedChannel;

/** What Undertow asks of a server connection where it is one stream of many: mostly what their connection says, or that it cannot be. */
abstract class StreamServerConnection extends ServerConnection {

    final ClientHttp2Connection connection;

    StreamServerConnection(ClientHttp2Connection connection) {
        this.connection = connection;
    }

    /** What is known of the connection from its start. */
    public final ConnectionInfo info() {
        return connection.info();
    }

    /** The peer's address as text. */
    public final String peerText() {
        return AddressText.of(info().peer().getAddress());
    }

    @Override
    @Deprecated
    public final Pool<ByteBuffer> getBufferPool() {
        throw new UnsupportedOperationException("buffers are from getByteBufferPool");
    }

    @Override
    public final ByteBufferPool getByteBufferPool() {
        return connection.buffers();
    }

    @Override
    public final XnioWorker getWorker() {
        return getIoThread().getWorker();
    }

    @Override
    public final XnioIoThread getIoThread() {
        return connection.thread();
    }

    @Override
    public final HttpServerExchange sendOutOfBandResponse(HttpServerExchange of) {
        throw new UnsupportedOperationException("interim responses are written by who reads the body");
    }

    @Override
    public final boolean isContinueResponseSupported() {
        return true;
    }

    @Override
    public final void terminateRequestChannel(HttpServerExchange of) {
        // A body that has not been read is the business of whoever answers.
    }

    @Override
    public final boolean supportsOption(Option<?> option) {
        return false;
    }

    @Override
    public final <T> @Nullable T getOption(Option<T> option) {
        return null;
    }

    @Override
    public final <T> @Nullable T setOption(Option<T> option, T value) {
        return null;
    }

    @Override
    public final SocketAddress getPeerAddress() {
        return info().peer();
    }

    @Override
    public final <A extends SocketAddress> @Nullable A getPeerAddress(Class<A> type) {
        return as(info().peer(), type);
    }

    @Override
    public final SocketAddress getLocalAddress() {
        return info().local();
    }

    @Override
    public final <A extends SocketAddress> @Nullable A getLocalAddress(Class<A> type) {
        return as(info().local(), type);
    }

    private static <A extends SocketAddress> @Nullable A as(InetSocketAddress address, Class<A> type) {
        return type.isInstance(address) ? type.cast(address) : null;
    }

    @Override
    public final OptionMap getUndertowOptions() {
        return OptionMap.EMPTY;
    }

    @Override
    public final int getBufferSize() {
        return connection.buffers().getBufferSize();
    }

    @Override
    public final @Nullable SSLSessionInfo getSslSessionInfo() {
        return null;
    }

    @Override
    public final void setSslSessionInfo(SSLSessionInfo session) {
        throw new UnsupportedOperationException("what is known of TLS is known from the start");
    }

    @Override
    protected final StreamConnection upgradeChannel() {
        throw new UnsupportedOperationException("a stream is not upgraded");
    }

    @Override
    protected final boolean isUpgradeSupported() {
        return false;
    }

    @Override
    protected final boolean isConnectSupported() {
        return false;
    }

    @Override
    protected final void setUpgradeListener(HttpUpgradeListener listener) {
        throw new UnsupportedOperationException("a stream is not upgraded");
    }

    @Override
    protected final void setConnectListener(HttpUpgradeListener listener) {
        throw new UnsupportedOperationException("CONNECT is refused");
    }

    @Override
    protected final void maxEntitySizeUpdated(HttpServerExchange of) {
        // Bodies are counted by who reads them.
    }

    @Override
    public final String getTransportProtocol() {
        return "h2";
    }

    @Override
    public final boolean isRequestTrailerFieldsSupported() {
        return true;
    }

    @Override
    public final ChannelListener.Setter<? extends ConnectedChannel> getCloseSetter() {
        throw new UnsupportedOperationException("who waits for the end of a stream adds a close listener");
    }
}
