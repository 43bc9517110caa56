package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway in front of a SOAJS installation, whose database is in a store that speaks MongoDB's protocol; an emulator. */
@Isolated("the log is that of every gateway in the process")
class SoajsInstallationTest {

    private static final String SETTINGS = """
            environment: dev
            listen: { address: 127.0.0.1:0 }
            admin: { address: "%1$s", token: open-sesame }
            access-log: { format: off }
            shutdown: { grace: 2s }
            registry: { source: soajs, soajs: { uri: "%2$s", poll-interval: 50ms } }
            token-store: { mongo: { uri: "%2$s", database: core_provision } }
            """;

    @TempDir
    private Path folder;

    private EmulatedStore store;
    private MongoClient client;
    private Backend one;
    private Backend two;

    @BeforeEach
    void fill() {
        store = new EmulatedStore();
        client = MongoClients.create(store.uri());
        one = Backend.start("one");
        two = Backend.start("two");
        CoreDump.into(database());
        database().getCollection("marketplace").updateMany(new Document(), Updates.unset("versions.0.maintenance"));
        runOn(one);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        client.close();
        store.close();
    }

    private MongoDatabase database() {
        return client.getDatabase("core_provision");
    }

    /** Lets version 1 of orders run there. */
    private void runOn(Backend backend) {
        update(
                "hosts",
                Filters.and(Filters.eq("name", "orders"), Filters.eq("version", "1"), Filters.eq("env", "dev")),
                Updates.combine(
                        Updates.set("ip", "127.0.0.1"),
                        Updates.set("port", URI.create(backend.url()).getPort())));
    }

    private void update(String collection, Bson which, Bson change) {
        assertThat(database()
                        .getCollection(collection)
                        .updateMany(which, change)
                        .getMatchedCount())
                .isPositive();
    }

    private Gatehouse gateway() {
        return Gatehouse.start(GatehouseConfiguration.parse(SETTINGS.formatted("127.0.0.1:0", store.uri())));
    }

    private static HttpResponse<String> items(Gatehouse gateway, String key) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/orders/v1/items").header("key", key));
    }

    private static String registry(Gatehouse gateway) throws Exception {
        return Calls.admin(gateway, "/registry").body();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void answersAndRefusesAsTheDatabaseSays() throws Exception {
        database()
                .getCollection("oauth_token")
                .insertOne(new Document("token", "opaque")
                        .append("type", "accessToken")
                        .append("clientId", "551286bce603d7e01ab16892")
                        .append("env", "dev")
                        .append("user", new Document("_id", "ann").append("groups", List.of("clerk")))
                        .append("expires", Date.from(Instant.now().plusSeconds(600))));
        try (Gatehouse gateway = gateway()) {
            assertThat(items(gateway, "acme-guest").body()).isEqualTo("one /items");
            assertThat(items(gateway, "nobody").statusCode()).isEqualTo(401);
            HttpRequest.Builder history =
                    Calls.request(gateway.address(), "/orders/v1/history").header("key", "hooli");
            assertThat(json(Calls.send(history.copy())).get("code").asText()).isEqualTo("api-login-required");
            assertThat(Calls.send(history.copy().header("Authorization", "Bearer opaque"))
                            .body())
                    .isEqualTo("one /history");
            assertThat(registry(gateway))
                    .contains("\"source\":\"soajs core_provision (dev)\"")
                    .contains("value.lastSeen: reporting to a service when users were seen; nothing is reported");
        }
    }

    @Test
    void noticesWhatChangesInTheDatabase() throws Exception {
        try (Gatehouse gateway = gateway()) {
            assertThat(items(gateway, "acme-guest").body()).startsWith("one");

            runOn(two);

            // The dump allows few calls in a minute, so it is not they that wait for the change.
            Eventually.logged("it is noticed", () -> registry(gateway).contains("\"revision\":2"));
            assertThat(items(gateway, "acme-guest").body()).startsWith("two");
        }
    }

    @Test
    void keepsTheLastGoodAndNamesTheBrokenDocument() throws Exception {
        try (Gatehouse gateway = gateway()) {
            assertThat(items(gateway, "acme-guest").statusCode()).isEqualTo(200);
            Bson acme = Filters.eq("code", "ACME");
            Object applications =
                    database().getCollection("tenants").find(acme).first().get("applications");

            update("tenants", acme, Updates.set("applications", "none"));

            Eventually.logged(
                    "it is named",
                    () -> registry(gateway).contains("tenants/5c0e74ba9acc3c5a84a51259 applications: a value of type"));
            assertThat(items(gateway, "acme-guest").statusCode()).isEqualTo(200);
            assertThat(Calls.admin(gateway, "/health").body()).contains("degraded");

            update("tenants", acme, Updates.set("applications", applications));
            Eventually.logged("it is well again", () -> !registry(gateway).contains("\"failure\""));
        }
    }

    @Test
    void goesOnWhileTheDatabaseIsAway() throws Exception {
        try (Gatehouse gateway = gateway()) {
            assertThat(items(gateway, "acme-guest").statusCode()).isEqualTo(200);

            database().drop();

            Eventually.logged("it is noticed", () -> registry(gateway).contains("none with this code"));
            assertThat(items(gateway, "acme-guest").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersMaintenanceRoutesAsTheSoajsController() throws Exception {
        try (Gatehouse gateway = gateway()) {
            JsonNode reloaded = json(Calls.admin(gateway, "/reloadRegistry"));
            assertThat(reloaded.get("result").booleanValue()).isTrue();
            assertThat(reloaded.get("ts").longValue()).isPositive();
            assertThat(reloaded.at("/service/route").textValue()).isEqualTo("/reloadRegistry");
            assertThat(reloaded.at("/data/environment").textValue()).isEqualTo("dev");
            assertThat(reloaded.at("/data/services/orders/hosts/latest").textValue())
                    .isEqualTo("10");

            JsonNode loaded = json(Calls.admin(gateway, "/loadProvision"));
            assertThat(loaded.get("result").booleanValue()).isTrue();
            assertThat(loaded.has("data")).isFalse();

            JsonNode hosts = json(Calls.admin(gateway, "/awarenessStat"));
            assertThat(hosts.at("/data/services/orders/hosts/10/0").textValue()).isEqualTo("10.0.1.10");
            assertThat(hosts.at("/data/services/orders/awarenessStats/10.0.1.10/version")
                            .textValue())
                    .isEqualTo("10");

            update("tenants", Filters.eq("code", "ACME"), Updates.set("applications", "none"));
            JsonNode refused = json(Calls.admin(gateway, "/reloadRegistry"));
            assertThat(refused.get("result").booleanValue()).isFalse();
            assertThat(refused.has("data")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reloadRegistry", "/loadProvision"})
    void leavesAnAuditLineOfWhoeverReloads(String route) throws Exception {
        try (Gatehouse gateway = gateway();
                LogLines audit = LogLines.named("gatehouse.audit")) {
            assertThat(Calls.admin(gateway, route).statusCode()).isEqualTo(200);

            String hash = audit.await(Pattern.compile(
                    "who=\"admin port, 127\\.0\\.0\\.1\" what=reload result=unchanged from=(\\w+) to=\\1$"));

            assertThat(registry(gateway)).contains(hash);
        }
    }

    @Test
    void letsOnlyThoseReloadWhoHaveTheToken() throws Exception {
        var configuration = GatehouseConfiguration.parse(SETTINGS.formatted("0.0.0.0:0", store.uri()));
        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            for (String path : List.of("/reloadRegistry", "/loadProvision")) {
                HttpRequest.Builder request = Calls.request(gateway.adminAddress(), path);
                assertThat(Calls.send(request.copy()).statusCode()).as(path).isEqualTo(401);
                assertThat(Calls.send(request.copy().header("Authorization", "Bearer open-sesame"))
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(registry(gateway)).doesNotContain("soajs");
        }
    }

    @Test
    void checkListsWhatHasNoCounterpart() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yml"), SETTINGS.formatted("127.0.0.1:0", store.uri()));

        ProgramRun run = ProgramRun.of("check", "--config", file.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("7 services, 13 versions")
                .contains("Warnings:")
                .contains(
                        "tenants/551286bce603d7e01ab16891 applications[0].keys[0].config.dev.payments.url: a URL with a path,"
                                + " a query or a user; the key's calls go to the usual hosts")
                .doesNotContain("\"too short\"");
        assertThat(run.out()).doesNotContain(SignedToken.SECRET).doesNotContain("acme-guest");
    }
}
