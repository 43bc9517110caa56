package io.gatehouse.registry.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.upstream.HeldPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A database of one test's own: in the emulator over TCP, or in the MongoDB at a connection string. */
public final class MongoServerFixture implements AutoCloseable {

    private @Nullable MongoServer emulator;
    private @Nullable HeldPort held;
    private final MongoClient client;
    private final MongoDatabase database;
    private final InetSocketAddress address;

    private MongoServerFixture(@Nullable MongoServer emulator, InetSocketAddress address, String uri) {
        this.emulator = emulator;
        this.address = address;
        this.client = MongoClients.create(settings(uri));
        this.database = client.getDatabase("gatehouse-test-" + UUID.randomUUID());
    }

    public static MongoServerFixture emulator() {
        var server = new MongoServer(new MemoryBackend());
        InetSocketAddress address = server.bind();
        return new MongoServerFixture(
                server, address, "mongodb://127.0.0.1:" + address.getPort() + "/?serverSelectionTimeoutMS=500");
    }

    /** A server that comes back is found within a fraction of the time that is waited for it. */
    private static MongoClientSettings settings(String uri) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToServerSettings(server -> server.minHeartbeatFrequency(20, TimeUnit.MILLISECONDS)
                        .heartbeatFrequency(100, TimeUnit.MILLISECONDS))
                .build();
    }

    public static MongoServerFixture at(String uri) {
        return new MongoServerFixture(null, new InetSocketAddress(0), uri);
    }

    public MongoDatabase database() {
        return database;
    }

    /** Takes the emulator away; what it held is lost, and its port refuses connections. */
    public void stop() {
        if (emulator != null && held == null) {
            emulator.shutdownNow();
            held = HeldPort.at(address.getPort());
        }
    }

    /** Brings an empty emulator back on the same port. */
    public void startAgain() {
        release();
        emulator = new MongoServer(new MemoryBackend());
        emulator.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
    }

    @Override
    public void close() {
        if (emulator == null) {
            database.drop();
        }
        client.close();
        if (emulator != null) {
            emulator.shutdownNow();
        }
        release();
    }

    private void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
