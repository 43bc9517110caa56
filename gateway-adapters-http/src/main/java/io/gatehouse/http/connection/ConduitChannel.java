package io.gatehouse.http.connection;

import java.net.SocketAddress;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/** A channel of two conduits, which has no socket of its own. */
final class ConduitChannel extends StreamConnection {

    private final ConnectionInfo like;
    private final Runnable whenClosed;

    /** A channel with the addresses of a connection; {@code whenClosed} gives back what is behind it. */
    ConduitChannel(
            XnioIoThread thread,
            ConnectionInfo like,
            StreamSourceConduit source,
            StreamSinkConduit sink,
            Runnable whenClosed) {
        super(thread);
        this.like = like;
        this.whenClosed = whenClosed;
        setSourceConduit(source);
        setSinkConduit(sink);
    }

    @Override
    public SocketAddress getPeerAddress() {
        return like.peer();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return like.local();
    }

    @Override
    protected void closeAction() {
        // Who is closed is not told any more of what could be read or written.
        getSourceChannel().suspendReads();
        getSinkChannel().suspendWrites();
        whenClosed.run();
    }

    @Override
    protected void notifyReadClosed() {
        // Both conduits end with what is behind them.
    }

    @Override
    protected void notifyWriteClosed() {
        // Both conduits end with what is behind them.
    }
}
