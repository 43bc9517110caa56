package io.gatehouse.domain.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server on a port of its own that may go away and come back there. Connections are refused meanwhile, and nobody else is given the
 * port. Used by one thread.
 */
public final class ReturningServer implements AutoCloseable {

    /** Begins a server that knows nothing of an earlier one. */
    @FunctionalInterface
    public interface Start {

        /** Begins it at an address, and returns what ends it and all its connections. */
        Runnable at(InetSocketAddress address);
    }

    private final Start start;
    private final HeldPort port = HeldPort.any();
    private @Nullable Runnable end;

    /** Begins it at any port. */
    public ReturningServer(Start start) {
        this.start = start;
        comeBack();
    }

    /** Where it listens, or will again. */
    public int port() {
        return port.number();
    }

    /** Ends it, unless it is away. */
    public void leave() {
        if (end != null) {
            end.run();
            end = null;
            port.takeBack();
        }
    }

    /** Begins another one at the same port, if it is away. */
    public void comeBack() {
        if (end == null) {
            port.lend();
            end = start.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        }
    }

    @Override
    public void close() {
        leave();
        port.close();
    }
}
