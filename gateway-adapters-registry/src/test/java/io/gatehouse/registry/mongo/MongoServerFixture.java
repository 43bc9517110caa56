package io.gatehouse.registry.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.upstream.ReturningServer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A database of one test's own: in the emulator over TCP, or in the MongoDB at a connection string. */
public final class MongoServerFixture implements AutoCloseable {

    private final @Nullable ReturningServer emulator;
    private final MongoClient client;
    private final MongoDatabase database;

    private MongoServerFixture(@Nullable ReturningServer emulator, String uri) {
        this.emulator = emulator;
        this.client = MongoClients.create(settings(uri));
        this.database = client.getDatabase("gatehouse-test-" + UUID.randomUUID());
    }

    public static MongoServerFixture emulator() {
        var server = new ReturningServer(address -> {
            var emulator = new MongoServer(new MemoryBackend());
            emulator.bind(address);
            return emulator::shutdownNow;
        });
        return new MongoServerFixture(
                server, "mongodb://127.0.0.1:" + server.port() + "/?serverSelectionTimeoutMS=500");
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
        return new MongoServerFixture(null, uri);
    }

    public MongoDatabase database() {
        return database;
    }

    /** Takes the emulator away; what it held is lost, and its port refuses connections. */
    public void stop() {
        if (emulator != null) {
            emulator.leave();
        }
    }

    /** Brings an empty emulator back on the same port. */
    public void startAgain() {
        if (emulator != null) {
            emulator.comeBack();
        }
    }

    @Override
    public void close() {
        if (emulator == null) {
            database.drop();
        }
        client.close();
        if (emulator != null) {
            emulator.close();
        }
    }
}
