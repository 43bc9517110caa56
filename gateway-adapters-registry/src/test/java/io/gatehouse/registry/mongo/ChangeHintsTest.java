package io.gatehouse.registry.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.compiler.SampleRegistry;
import io.gatehouse.domain.registry.RegistrySource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against an emulator that speaks MongoDB's protocol over TCP, with and without what change streams need. */
class ChangeHintsTest {

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final MongoClient client =
            MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort());
    private final MongoDatabase database = client.getDatabase("gate");
    private final AtomicLong nanos = new AtomicLong();
    private final MongoRegistry registry = new MongoRegistry(database, Map.of(), nanos::get);
    private final Semaphore hints = new Semaphore(0);

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    private void hold(String name) throws Exception {
        registry.carryOut(registry.plan(SampleRegistry.tree(name), false));
    }

    private void awaitHint(String what) throws InterruptedException {
        assertThat(hints.tryAcquire(60, TimeUnit.SECONDS)).as(what).isTrue();
    }

    /** Listens, from when the first hint has come: it says that it does. */
    private RegistrySource.Hints listen() throws InterruptedException {
        RegistrySource.Hints open = registry.source().hint(hints::release);
        awaitHint("that it listens now");
        hints.drainPermits();
        return open;
    }

    @Test
    void comeSoonAfterAnImport() throws Exception {
        server.enableOplog();
        hold("Acme");
        try (RegistrySource.Hints open = listen()) {
            assertThat(open).isNotNull();
            hold("Other");
            awaitHint("of the import");
        }
    }

    @Test
    void letAnEditThatNobodyAnnouncesBeSeen() throws Exception {
        server.enableOplog();
        hold("Acme");
        try (RegistrySource.Hints open = listen()) {
            assertThat(open).isNotNull();
            String before = registry.source().read().mark();

            database.getCollection("tenants").updateMany(new Document(), Updates.set("document.name", "Other"));

            awaitHint("of the edit");
            assertThat(registry.source().mark()).as("within a second").isEqualTo(before);
            nanos.addAndGet(HandEdits.AT_MOST_EVERY.toNanos());
            assertThat(registry.source().mark()).isNotEqualTo(before);
        }
    }

    @Test
    void doNotComeFromAServerThatKnowsNoStreams() {
        try (RegistrySource.Hints open = registry.source().hint(hints::release)) {
            assertThat(open).isNotNull();
        }
    }
}
