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

        /** Begins it at an address; port 0 is for any that is free. */
        Running at(InetSocketAddress address);
    }

    /**
     * A server that has begun.
     *
     * @param port where it listens
     * @param end ends it and all its connections
     */
    public record Running(int port, Runnable end) {}

    private final Start start;
    private Running server;
    private @Nullable HeldPort away;

    /** Begins it at any port. */
    public ReturningServer(Start start) {
        this.start = start;
        server = begin(0);
    }

    private Running begin(int port) {
        return start.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Where it listens, or will again. */
    public int port() {
        return server.port();
    }

    /** Ends it, unless it is away. */
    public void leave() {
        if (away == null) {
            server.end().run();
            away = HeldPort.at(port());
        }
    }

    /** Begins another one at the same port, if it is away. */
    public void comeBack() {
        if (away != null) {
            away.close();
            away = null;
            server = begin(port());
        }
    }

    @Override
    public void close() {
        leave();
        if (away != null) {
            away.close();
        }
    }
}
