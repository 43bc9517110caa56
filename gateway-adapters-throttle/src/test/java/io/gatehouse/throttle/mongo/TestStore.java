package io.gatehouse.throttle.mongo;

import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.StoreControl;
import io.gatehouse.domain.upstream.ReturningServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A database of its own that several clients reach over TCP; dropped at the end. */
final class TestStore implements StoreControl, AutoCloseable {

    /** Names a server to test with besides the emulator. */
    static final String URI_VARIABLE = "MONGODB_URI";

    private final String uri;
    private final String name = "gatehouse_test_" + UUID.randomUUID().toString().replace("-", "");
    private final List<MongoClient> clients = new ArrayList<>();
    private @Nullable ReturningServer emulator;
    private @Nullable OneAtATime relay;
    private Gate gate = new Gate();

    private TestStore(String uri) {
        this.uri = uri;
    }

    /** An emulator of MongoDB, not MongoDB. */
    static TestStore emulated() {
        var gate = new Gate();
        var server = new ReturningServer(address -> {
            var emulator = new MongoServer(gate.before(new MemoryBackend()));
            emulator.bind(address);
            return emulator::shutdownNow;
        });
        var store = new TestStore("mongodb://127.0.0.1:" + server.port());
        store.emulator = server;
        store.gate = gate;
        return store;
    }

    /**
     * The server that {@code MONGODB_URI} names; null if it names none. FerretDB, whose {@code findAndModify} is not atomic, gets one
     * command at a time.
     */
    static @Nullable TestStore named() {
        String uri = System.getenv(URI_VARIABLE);
        if (uri == null || uri.isBlank()) {
            return null;
        }
        try (MongoClient client = MongoClients.create(uri)) {
            Document server = client.getDatabase("admin").runCommand(new Document("buildInfo", 1));
            if (!server.containsKey("ferretdbVersion")) {
                return new TestStore(uri);
            }
            ServerAddress address = client.getClusterDescription()
                    .getServerDescriptions()
                    .get(0)
                    .getAddress();
            var relay = new OneAtATime(new InetSocketAddress(address.getHost(), address.getPort()));
            var store = new TestStore("mongodb://127.0.0.1:" + relay.port());
            store.relay = relay;
            return store;
        }
    }

    /** The counters as a process of its own sees them. */
    CounterStore counters() {
        MongoClient client = MongoClients.create(uri);
        clients.add(client);
        return new MongoCounterStore(client.getDatabase(name), Optional::empty);
    }

    boolean isEmulated() {
        return emulator != null;
    }

    private ReturningServer emulator() {
        return Objects.requireNonNull(emulator, "this store is not emulated");
    }

    /** Ends the emulator and all connections; what it kept is gone, and its port refuses connections. */
    @Override
    public void takeAway() {
        emulator().leave();
    }

    /** No command is answered. */
    @Override
    public void slowDown() {
        gate.close();
    }

    /** Begins an empty emulator on the same port, or answers what has waited. */
    @Override
    public void bringBack() {
        gate.open();
        emulator().comeBack();
    }

    @Override
    public void close() {
        gate.open();
        if (emulator == null && !clients.isEmpty()) {
            clients.get(0).getDatabase(name).drop();
        }
        clients.forEach(MongoClient::close);
        if (relay != null) {
            relay.close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    /** Holds up the commands of a backend. */
    private static final class Gate {

        private volatile CountDownLatch opened = new CountDownLatch(0);

        void close() {
            opened = new CountDownLatch(1);
        }

        void open() {
            opened.countDown();
        }

        MongoBackend before(MongoBackend backend) {
            return (MongoBackend) Proxy.newProxyInstance(
                    MongoBackend.class.getClassLoader(),
                    new Class<?>[] {MongoBackend.class},
                    (proxy, method, arguments) -> {
                        opened.await();
                        try {
                            return method.invoke(backend, arguments);
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    });
        }
    }
}
