package io.gatehouse.app.endtoend;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.upstream.HeldPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** An emulator of MongoDB on a port of its own, which refuses connections while the emulator is killed. Used by one thread. */
public final class EmulatedStore implements AutoCloseable {

    private final int port;
    private MongoServer server = new MongoServer(new MemoryBackend());
    private @Nullable HeldPort held;

    public EmulatedStore() {
        port = server.bind().getPort();
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    /** Ends it and all connections; what it kept is gone. */
    public void kill() {
        server.shutdownNow();
        held = HeldPort.at(port);
    }

    /** Begins an empty one on the same port. */
    public void restart() {
        release();
        server = new MongoServer(new MemoryBackend());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void close() {
        server.shutdownNow();
        release();
    }

    private void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
