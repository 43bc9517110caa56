package io.gatehouse.observability.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.quota.StoreControl;
import io.gatehouse.domain.upstream.ReturningServer;
import io.gatehouse.domain.usage.UsageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A database of its own that several clients reach over TCP; dropped at the end. */
final class UsageDatabase implements StoreControl, AutoCloseable {

    /** Names a server to test with besides the emulator. */
    static final String URI_VARIABLE = "MONGODB_URI";

    private final String uri;
    private final String name = "gatehouse_test_" + UUID.randomUUID().toString().replace("-", "");
    private final List<MongoClient> clients = new ArrayList<>();
    private final @Nullable ReturningServer emulator;

    private UsageDatabase(String uri, @Nullable ReturningServer emulator) {
        this.uri = uri;
        this.emulator = emulator;
    }

    /** An emulator of MongoDB, not MongoDB. */
    static UsageDatabase emulated() {
        var server = new ReturningServer(address -> {
            var emulator = new MongoServer(new MemoryBackend());
            emulator.bind(address);
            return emulator::shutdownNow;
        });
        return new UsageDatabase("mongodb://127.0.0.1:" + server.port(), server);
    }

    /** The server that {@code MONGODB_URI} names; null if it names none. */
    static @Nullable UsageDatabase named() {
        String uri = System.getenv(URI_VARIABLE);
        return uri == null || uri.isBlank() ? null : new UsageDatabase(uri, null);
    }

    /** The store as a process of its own sees it. */
    UsageStore store() {
        MongoClient client = MongoClients.create(uri);
        clients.add(client);
        return new MongoUsageStore(client.getDatabase(name), Optional::empty);
    }

    /** The names of collections whose documents the server drops at the time of their field {@code expiresAt}. */
    List<String> droppedAtTheirTime() {
        MongoDatabase database = database();
        var found = new ArrayList<String>();
        for (String collection : database.listCollectionNames()) {
            for (Document index : database.getCollection(collection).listIndexes()) {
                if (new Document("expiresAt", 1).equals(index.get("key"))
                        && index.get("expireAfterSeconds") instanceof Number seconds
                        && seconds.longValue() == 0) {
                    found.add(collection);
                }
            }
        }
        return found;
    }

    /** The times at which documents of a collection are to be dropped, since the epoch. */
    List<Long> expiries(String collection) {
        var found = new ArrayList<Long>();
        for (Document document : database().getCollection(collection).find()) {
            found.add(document.getDate("expiresAt").toInstant().toEpochMilli());
        }
        return found;
    }

    /** Puts something there that the store has not written. */
    void insert(String collection, Document stranger) {
        database().getCollection(collection).insertOne(stranger);
    }

    private MongoDatabase database() {
        return clients.get(0).getDatabase(name);
    }

    @Override
    public void takeAway() {
        Objects.requireNonNull(emulator).leave();
    }

    @Override
    public void slowDown() {
        throw new UnsupportedOperationException("nobody asks for it");
    }

    /** Begins an empty emulator on the same port. */
    @Override
    public void bringBack() {
        Objects.requireNonNull(emulator).comeBack();
    }

    @Override
    public void close() {
        if (emulator == null && !clients.isEmpty()) {
            clients.get(0).getDatabase(name).drop();
        }
        clients.forEach(MongoClient::close);
        if (emulator != null) {
            emulator.close();
        }
    }
}
