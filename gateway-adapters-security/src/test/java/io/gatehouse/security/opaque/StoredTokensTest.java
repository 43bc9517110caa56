package io.gatehouse.security.opaque;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.opaque.OpaqueTokens.OpaqueTokenResult;
import io.gatehouse.security.opaque.StoredTokens.TokenStore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens in a store that speaks MongoDB's protocol over TCP; an emulator, not MongoDB. */
class StoredTokensTest {

    private static final String TENANT = "5c0e74ba9acc3c5a84a51259";
    /** More than a busy machine takes. */
    private static final Duration LONG = Duration.ofSeconds(50);

    private static final Duration SHORT = Duration.ofMillis(700);

    private final ManualClock clock = new ManualClock();
    private MongoServer server;
    private MongoClient client;
    private MongoCollection<Document> documents;

    @BeforeEach
    void start() {
        server = new MongoServer(new MemoryBackend());
        InetSocketAddress address = server.bind();
        client = MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(cluster ->
                        cluster.hosts(List.of(new ServerAddress(address))).serverSelectionTimeout(60, TimeUnit.SECONDS))
                .build());
        documents = client.getDatabase("core").getCollection(StoredTokens.COLLECTION);
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void findsUsersOfTokens() {
        documents.insertOne(token("t"));
        assertThat(ask("t").verdict())
                .hasToString("Good[user=User[id=5c8d0c505653de3985aa0ffd, groups=[owner]], unreadableGroups=0]");
        assertThat(ask("t").endsAtMillis()).isEqualTo(clock.epochMillis() + 60_000);
        assertThat(ask("another").verdict()).hasToString("Bad[reason=the token is not active]");
    }

    @Test
    void readsObjectIdsAsTheirDigits() {
        var user = new Document("_id", new ObjectId("5c8d0c505653de3985aa0ffd")).append("groups", List.of("a"));
        documents.insertOne(token("t").append("clientId", new ObjectId(TENANT)).append("user", user));
        assertThat(ask("t").verdict())
                .hasToString("Good[user=User[id=5c8d0c505653de3985aa0ffd, groups=[a]], unreadableGroups=0]");
    }

    @Test
    void takesNoRefreshTokensAndNoneOfOtherTenants() {
        documents.insertOne(token("refresh").append("type", "refreshToken"));
        documents.insertOne(token("other").append("clientId", "551286bce603d7e01ab1688e"));
        assertThat(ask("refresh").verdict()).isInstanceOf(TokenVerdict.Bad.class);
        assertThat(ask("other").verdict()).isInstanceOf(TokenVerdict.Bad.class);
    }

    @Test
    void takesTokensOfItsOwnAndOfSensitiveEnvironments() {
        for (String environment : List.of("dev", "DEV", "dashboard", "portal", "stg")) {
            documents.insertOne(token(environment + "-token").append("env", environment));
        }
        Document nowhere = token("nowhere-token");
        nowhere.remove("env");
        documents.insertOne(nowhere);
        for (String good : List.of("dev", "DEV", "dashboard")) {
            assertThat(ask(good + "-token").verdict()).as(good).isInstanceOf(TokenVerdict.Good.class);
        }
        for (String bad : List.of("portal", "stg", "nowhere")) {
            assertThat(ask(bad + "-token").verdict()).as(bad).isInstanceOf(TokenVerdict.Bad.class);
        }
    }

    @Test
    void refusesTokensThatHaveExpiredOrNeverDo() {
        documents.insertOne(token("t"));
        documents.insertOne(token("past").append("expires", Date.from(now())));
        documents.insertOne(token("text").append("expires", "2099-01-01"));
        Document forever = token("forever");
        forever.remove("expires");
        documents.insertOne(forever);
        assertThat(ask("past").verdict()).hasToString("Bad[reason=the token has expired]");
        assertThat(ask("text").verdict()).hasToString("Bad[reason=the token has no expiry]");
        assertThat(ask("forever").verdict()).hasToString("Bad[reason=the token has no expiry]");
        clock.advance(Duration.ofSeconds(60));
        assertThat(ask("t").verdict()).hasToString("Bad[reason=the token has expired]");
    }

    @Test
    void refusesDocumentsWithoutUser() {
        documents.insertOne(token("text").append("user", "ann"));
        documents.insertOne(token("empty").append("user", new Document()));
        for (String bad : List.of("text", "empty")) {
            assertThat(ask(bad).verdict()).as(bad).isInstanceOf(TokenVerdict.Bad.class);
        }
    }

    @Test
    void takesTokensForTextsAndNothingElse() {
        documents.insertOne(token("t"));
        for (String hostile : List.of("{\"$gt\":\"\"}", "{$ne:null}", "t\u0000", "$where", "")) {
            assertThat(ask(hostile).verdict()).as(hostile).isInstanceOf(TokenVerdict.Bad.class);
        }
    }

    @Test
    void blamesNoTokenWhenTheStoreIsGone() {
        documents.insertOne(token("t"));
        assertThat(ask("t").verdict()).isInstanceOf(TokenVerdict.Good.class);
        server.shutdownNow();
        long begun = System.nanoTime();
        assertThat(ask(tokens(SHORT), "t").verdict()).isInstanceOf(TokenVerdict.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("less than the driver's own patience")
                .isLessThan(Duration.ofSeconds(50));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.epochMillis());
    }

    private Document token(String text) {
        var user = new Document("_id", "5c8d0c505653de3985aa0ffd")
                .append("username", "owner")
                .append("groups", List.of("owner"));
        return new Document("type", "accessToken")
                .append("token", text)
                .append("clientId", TENANT)
                .append("user", user)
                .append("env", "dev")
                .append("expires", Date.from(now().plusSeconds(60)));
    }

    private OpaqueTokenResult ask(String token) {
        return ask(tokens(LONG), token);
    }

    private static OpaqueTokenResult ask(StoredTokens tokens, String token) {
        return tokens.ask(token).toCompletableFuture().join();
    }

    private StoredTokens tokens(Duration deadline) {
        var store = new TokenStore("core", client::getDatabase, "dev", Set.of("dev", "dashboard"), deadline);
        var authority = new OpaqueAuthority.Store(TENANT);
        var issuer = new TokenIssuer.Opaque("tenant/acme", authority, null, Duration.ofSeconds(30), Issuers.CLAIMS);
        return new StoredTokens(store, issuer, authority, clock, Runnable::run);
    }
}
