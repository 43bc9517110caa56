package io.gatehouse.registry.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.SampleRegistry;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Against an emulator that speaks MongoDB's protocol over TCP, with and without what change streams need. */
class ChangeHintsTest {

    private final MongoServer server = new MongoServer(new MemoryBackend());

    @Test
    void comeSoonAfterAnImport() throws Exception {
        server.enableOplog();
        var hints = new Semaphore(0);
        try (var client =
                MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort())) {
            var registry = new MongoRegistry(client.getDatabase("gate"), Map.of());
            registry.carryOut(registry.plan(SampleRegistry.tree("Acme"), false));
            try (RegistrySource.Hints open = registry.source().hint(hints::release)) {
                assertThat(open).isNotNull();
                assertThat(hints.tryAcquire(20, TimeUnit.SECONDS))
                        .as("that it listens now")
                        .isTrue();
                hints.drainPermits();

                registry.carryOut(registry.plan(SampleRegistry.tree("Other"), false));

                assertThat(hints.tryAcquire(20, TimeUnit.SECONDS))
                        .as("of the import")
                        .isTrue();
            }
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void letAnEditThatNobodyAnnouncesBeSeen() throws Exception {
        server.enableOplog();
        var hints = new Semaphore(0);
        var nanos = new AtomicLong();
        try (var client =
                MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort())) {
            var database = client.getDatabase("gate");
            var registry = new MongoRegistry(database, Map.of(), nanos::get);
            registry.carryOut(registry.plan(SampleRegistry.tree("Acme"), false));
            try (RegistrySource.Hints open = registry.source().hint(hints::release)) {
                assertThat(open).isNotNull();
                assertThat(hints.tryAcquire(20, TimeUnit.SECONDS))
                        .as("that it listens now")
                        .isTrue();
                String before = registry.source().read().mark();
                hints.drainPermits();

                database.getCollection("tenants").updateMany(new Document(), Updates.set("document.name", "Other"));

                assertThat(hints.tryAcquire(20, TimeUnit.SECONDS))
                        .as("of the edit")
                        .isTrue();
                assertThat(registry.source().mark()).as("within a second").isEqualTo(before);
                nanos.addAndGet(HandEdits.AT_MOST_EVERY.toNanos());
                assertThat(registry.source().mark()).isNotEqualTo(before);
            }
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void doNotComeFromAServerThatKnowsNoStreams() {
        var hints = new Semaphore(0);
        try (var client =
                MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort())) {
            var registry = new MongoRegistry(client.getDatabase("gate"), Map.of());
            try (RegistrySource.Hints open = registry.source().hint(hints::release)) {
                assertThat(open).isNotNull();
            }
        } finally {
            server.shutdownNow();
        }
    }
}
