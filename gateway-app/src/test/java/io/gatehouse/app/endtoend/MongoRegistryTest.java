package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose registry is in a store that speaks MongoDB's protocol over TCP; an emulator, not MongoDB. */
class MongoRegistryTest {

    private static final String SETTINGS = """
            listen: { address: 127.0.0.1:0 }
            admin: { address: 127.0.0.1:0 }
            access-log: { format: off }
            shutdown: { grace: 2s }
            registry:
              source: mongo
              file: { path: %s }
              mongo: { uri: "mongodb://127.0.0.1:%d/?serverSelectionTimeoutMS=500", database: gate, poll-interval: 50ms }
            """;

    @TempDir
    private Path temporary;

    private EmulatedStore store;
    private MongoClient client;
    private Backend one;
    private Backend two;
    private RegistryFolder files;
    private Path config;

    @BeforeEach
    void start() throws Exception {
        store = new EmulatedStore();
        client = MongoClients.create(store.uri());
        one = Backend.start("one");
        two = Backend.start("two");
        files = new RegistryFolder(temporary);
        config = Files.writeString(temporary.resolve("gateway.yml"), SETTINGS.formatted(files.path(), store.port()));
        files.serve(one);
        bring();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        client.close();
        store.close();
    }

    private void bring(String... further) {
        var arguments = new String[4 + further.length];
        arguments[0] = "registry";
        arguments[1] = "import";
        arguments[2] = "--config";
        arguments[3] = config.toString();
        System.arraycopy(further, 0, arguments, 4, further.length);
        ProgramRun run = ProgramRun.of(arguments);
        assertThat(run.code()).as(run.err()).isZero();
    }

    private Gatehouse gateway() {
        return Gatehouse.start(GatehouseConfiguration.read(config, Map.of()));
    }

    private static String registry(Gatehouse gateway) throws Exception {
        return Calls.admin(gateway, "/registry").body();
    }

    private static void answers(Gatehouse gateway, String name) throws Exception {
        Eventually.logged(
                name + " answers", () -> Calls.get(gateway, "/orders").body().contains(name));
    }

    private MongoDatabase database() {
        return client.getDatabase("gate");
    }

    @Test
    void servesWhatIsStoredAndWhatBecomesOfIt() throws Exception {
        try (Gatehouse gateway = gateway()) {
            answers(gateway, "one");
            assertThat(registry(gateway)).contains("\"source\":\"mongodb gate\"");

            files.serve(two);
            bring();

            answers(gateway, "two");
        }
    }

    @Test
    void noticesADocumentThatAPersonHasChanged() throws Exception {
        try (Gatehouse gateway = gateway()) {
            answers(gateway, "one");

            change("document.versions.1.hosts", List.of(two.url()));

            answers(gateway, "two");
        }
    }

    @Test
    void keepsTheLastGoodAndNamesTheBrokenDocument() throws Exception {
        try (Gatehouse gateway = gateway()) {
            answers(gateway, "one");

            change("document.versions.1.hosts", 7);

            Eventually.logged("it is named", () -> registry(gateway).contains("services/orders"));
            assertThat(Calls.get(gateway, "/orders").body()).contains("one");
            assertThat(Calls.admin(gateway, "/health").body()).contains("degraded");

            change("document.versions.1.hosts", List.of(two.url()));
            answers(gateway, "two");
            assertThat(registry(gateway)).doesNotContain("\"failure\"");
        }
    }

    @Test
    void seesNothingOfHalfAnImport() throws Exception {
        try (Gatehouse gateway = gateway()) {
            answers(gateway, "one");
            var services = database().getCollection("services");

            services.updateMany(new Document(), Updates.set("until", 2L));
            services.insertOne(new Document("_id", "orders@2")
                    .append("name", "orders")
                    .append("from", 2L)
                    .append("until", Long.MAX_VALUE)
                    .append("document", new Document("versions", 7)));
            announce();

            Eventually.holds("it is looked at", () -> registry(gateway).contains("\"unchanged\":1"));
            assertThat(registry(gateway)).doesNotContain("\"failure\"");
            assertThat(Calls.get(gateway, "/orders").body()).contains("one");
        }
    }

    @Test
    void keepsServingWhileTheStoreIsAwayOrEmpty() throws Exception {
        try (Gatehouse gateway = gateway()) {
            answers(gateway, "one");

            store.kill();
            Eventually.logged("it is noticed", () -> registry(gateway).contains("cannot reach MongoDB at "));
            assertThat(Calls.get(gateway, "/orders").body()).contains("one");

            store.restart();
            Eventually.logged("it is empty", () -> registry(gateway).contains("holds no registry"));
            assertThat(Calls.get(gateway, "/orders").body()).contains("one");

            files.serve(two);
            bring();
            answers(gateway, "two");
        }
    }

    @Test
    void explainsByDocument() {
        ProgramRun run = ProgramRun.of("explain", "GET", "/orders", "--config", config.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("services/orders");
    }

    /** What a person does in the shell: changes a document, and says so. */
    private void change(String path, Object value) {
        database().getCollection("services").updateMany(Filters.eq("name", "orders"), Updates.set(path, value));
        announce();
    }

    private void announce() {
        database().getCollection("registry").updateOne(Filters.eq("_id", "current"), Updates.inc("edit", 1));
    }
}
