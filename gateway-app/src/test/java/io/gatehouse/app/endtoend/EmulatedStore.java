package io.gatehouse.app.endtoend;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.upstream.ReturningServer;

/** An emulator of MongoDB on a port of its own, which refuses connections while the emulator is killed. Used by one thread. */
public final class EmulatedStore implements AutoCloseable {

    private final ReturningServer server = new ReturningServer(address -> {
        var emulator = new MongoServer(new MemoryBackend());
        emulator.bind(address);
        return emulator::shutdownNow;
    });

    public int port() {
        return server.port();
    }

    public String uri() {
        return "mongodb://127.0.0.1:" + port();
    }

    /** Ends it and all connections; what it kept is gone. */
    public void kill() {
        server.leave();
    }

    /** Begins an empty one on the same port. */
    public void restart() {
        server.comeBack();
    }

    @Override
    public void close() {
        server.close();
    }
}
