package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.rejection.Rejection;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opaque tokens in a store that speaks MongoDB's protocol over TCP; an emulator, not MongoDB. */
class StoredTokensTest {

    private static final String ACME = "5c0e74ba9acc3c5a84a51259";
    private static final String GLOBEX = "551286bce603d7e01ab1688e";
    private static final String SETTINGS = """
            environment: dev
            sensitive-environments: [dashboard]
            token-store: { mongo: { uri: "%s", database: core, deadline: %s } }
            """;
    private static final String REGISTRY = """
            services:
              orders: { versions: { "1": { hosts: ["%s"], requires: [key, token] } } }
            products: { shop: { packages: { basic: { acl: { orders: { "1": { access: [clerk] } } } } } } }
            tenants:
              acme:
                name: Acme
                token: { type: opaque, opaque: { store: mongo, tenant-id: "5c0e74ba9acc3c5a84a51259", cache: 10m } }
                applications: { app: { package: shop/basic, keys: { main: { value: acme-key } } } }
              globex:
                name: Globex
                token: { type: opaque, opaque: { store: mongo, tenant-id: "551286bce603d7e01ab1688e", cache: 10m } }
                applications: { app: { package: shop/basic, keys: { main: { value: globex-key } } } }
            """;

    private EmulatedStore store;
    private MongoClient client;
    private MongoCollection<Document> documents;
    private Backend backend;
    private Gatehouse gateway;

    @BeforeEach
    void start() {
        store = new EmulatedStore();
        client = MongoClients.create(store.uri());
        documents = client.getDatabase("core").getCollection("oauth_token");
        backend = Backend.start("one");
        gateway = gateway("50s");
    }

    /** One that waits so long for the store. */
    private Gatehouse gateway(String deadline) {
        return Gatehouse.start(
                Configurations.with(SETTINGS.formatted(store.uri(), deadline), REGISTRY.formatted(backend.url())));
    }

    @AfterEach
    void stop() {
        gateway.close();
        backend.close();
        client.close();
        store.close();
    }

    @Test
    void takesTokensOfTheTenantFromHereAndFromSensitiveEnvironments() throws Exception {
        put("here", ACME, "dev", 600);
        put("dashboard", ACME, "DASHBOARD", 600);
        put("elsewhere", ACME, "stg", 600);
        put("ended", ACME, "dev", -1);
        put("globex", GLOBEX, "dev", 600);
        for (String good : List.of("here", "dashboard")) {
            assertThat(call("acme-key", good).statusCode()).as(good).isEqualTo(200);
        }
        assertThat(call("globex-key", "globex").statusCode()).isEqualTo(200);
        int before = backend.calls();
        for (String bad : List.of("elsewhere", "ended", "globex", "unknown")) {
            assertThat(rejection(call("acme-key", bad))).as(bad).isEqualTo(Rejection.TOKEN_INVALID.code());
        }
        assertThat(rejection(call("globex-key", "here"))).isEqualTo(Rejection.TOKEN_INVALID.code());
        assertThat(backend.calls()).isEqualTo(before);
    }

    @Test
    void knowsTheGroupsOfTheUser() throws Exception {
        documents.insertOne(token("guest", ACME, "dev", 600)
                .append("user", new Document("_id", "bob").append("groups", List.of("guest"))));
        assertThat(rejection(call("acme-key", "guest"))).isEqualTo(Rejection.SERVICE_GROUP_REQUIRED.code());
    }

    @Test
    void answers503AndNever401WhenTheStoreIsGoneAndGoesOnWithWhatItRemembers() throws Exception {
        put("remembered", ACME, "dev", 600);
        put("new", ACME, "dev", 600);
        gateway.close();
        gateway = gateway("700ms");
        Eventually.holds(
                "it is looked up in time", () -> call("acme-key", "remembered").statusCode() == 200);

        store.kill();

        assertThat(call("acme-key", "remembered").statusCode()).isEqualTo(200);
        for (String token : List.of("new", "unknown")) {
            HttpResponse<String> refused = call("acme-key", token);
            assertThat(refused.statusCode()).as(token).isEqualTo(503);
            assertThat(rejection(refused)).isEqualTo(Rejection.TOKEN_UNVERIFIABLE.code());
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }

        store.restart();
        try (MongoClient fresh = MongoClients.create(store.uri())) {
            fresh.getDatabase("core").getCollection("oauth_token").insertOne(token("new", ACME, "dev", 600));
        }
        Eventually.holds(
                "the store is found again", () -> call("acme-key", "new").statusCode() == 200);
    }

    @Test
    void startsWithoutTheStore() throws Exception {
        store.kill();
        try (Gatehouse another = gateway("700ms")) {
            HttpRequest.Builder request = Calls.request(another.address(), "/orders/v1/x")
                    .header("key", "acme-key")
                    .header("Authorization", "Bearer any");
            assertThat(Calls.send(request).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void closesItsConnectionsWhenItStops() throws Exception {
        put("here", ACME, "dev", 600);
        assertThat(call("acme-key", "here").statusCode()).isEqualTo(200);
        client.close();
        assertThat(watchingTheStore()).isTrue();
        gateway.close();
        Eventually.holds("nobody watches the store any more", () -> !watchingTheStore());
    }

    /** The driver names its monitors after the server. */
    private boolean watchingTheStore() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().contains("127.0.0.1:" + store.port()));
    }

    @Test
    void wantsAStoreWhereTheRegistryRelyOnOne() {
        assertThatThrownBy(() -> Gatehouse.start(Configurations.of(REGISTRY.formatted(backend.url()))))
                .isInstanceOf(StartFailure.class)
                .message()
                .startsWith("the configuration has 2 problems:")
                .contains("registry:7:")
                .contains("tenants.acme.token.opaque.store: tokens in a store (expected token-store in")
                .contains("tenants.globex.token.opaque.store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:27017", "mongodb://a:s3cret@", "mongodb://h:0/?nonsense"})
    void refusesConnectionStringsWithoutRepeatingThem(String uri) {
        assertThatThrownBy(() -> Gatehouse.start(
                        Configurations.with(SETTINGS.formatted(uri, "1s"), REGISTRY.formatted(backend.url()))))
                .isInstanceOf(StartFailure.class)
                .message()
                .startsWith("the configuration has a problem:")
                .contains("token-store.mongo.uri: invalid connection string")
                .doesNotContain("s3cret");
    }

    private void put(String token, String tenant, String environment, int lives) {
        documents.insertOne(token(token, tenant, environment, lives));
    }

    private static Document token(String token, String tenant, String environment, int lives) {
        return new Document("token", token)
                .append("type", "accessToken")
                .append("clientId", tenant)
                .append("env", environment)
                .append("user", new Document("_id", "ann").append("groups", List.of("clerk")))
                .append("expires", Date.from(Instant.now().plusSeconds(lives)));
    }

    private HttpResponse<String> call(String key, String token) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/orders/v1/x")
                .header("key", key)
                .header("Authorization", "Bearer " + token));
    }

    private static String rejection(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body()).path("code").asText();
    }
}
