package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.fixture.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one tenant's callers, or callers without a key, bring upon a gateway is theirs alone: others are served as ever. */
@Tag("slow")
class NeighboursTest {

    private static final String REGISTRY = """
            token: { type: jwt, algorithms: [ES256], jwks: "%2$s/keys" }
            services:
              orders:
                versions: { "1": { hosts: ["%1$s"], requires: [] } }
            products: { shop: { packages: { basic: { acl: { orders: { "1": {} } } } } } }
            tenants:
              signed:
                name: Signed
                token: { type: jwt, algorithms: [ES256], jwks: "%2$s/keys" }
                applications: { app: { package: shop/basic, keys: { main: { value: signed-key } } } }
              opaque:
                name: Opaque
                token: { type: opaque, opaque: { introspection: "%2$s/tokens", client: gate, secret: way } }
                applications: { app: { package: shop/basic, keys: { main: { value: opaque-key } } } }
              other:
                name: Other
                token: { type: jwt, algorithms: [ES256], jwks: "%3$s/keys" }
                applications:
                  app:
                    package: shop/basic
                    keys:
                      main: { value: other-key }
                      phone: { value: other-phone-key, devices: { allow: [{ family: Firefox }] } }
              stored:
                name: Stored
                token: { type: opaque, opaque: { store: mongo, tenant-id: stored } }
                applications:
                  app:
                    package: shop/basic
                    keys:
                      main: { value: stored-key }
                      phone: { value: crowd-phone-key, devices: { allow: [{ family: Firefox }] } }
            """;
    private static final String MORE_STORED = """
              stored%1$d:
                name: Stored %1$d
                token: { type: opaque, opaque: { store: mongo, tenant-id: stored%1$d } }
                applications: { app: { package: shop/basic, keys: { main: { value: stored-key-%1$d } } } }
            """;
    private static final String FIREFOX =
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:%1$d.0) Gecko/2 Firefox/%1$d.0";
    private static final SigningKey KEY = SigningKey.of("ES256", "other");
    private static final int CROWD = 1500;
    private static final int CALLS = 25;

    private final AtomicInteger number = new AtomicInteger();
    private final LocalProvider hanging = new LocalProvider();
    private final LocalProvider good = new LocalProvider();
    private final List<RawConnection> crowd = new ArrayList<>();
    private ServerSocket silent;
    private Backend backend;
    private Gatehouse gateway;

    @BeforeEach
    void openStore() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        silent.close();
        for (RawConnection connection : crowd) {
            connection.close();
        }
        gateway.close();
        backend.close();
        hanging.close();
        good.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed-key", "opaque-key", ""})
    void hangingIssuersHoldUpNobodyElse(String key) throws Exception {
        hanging.beSilent();
        start("");
        for (int i = 0; i < CROWD; i++) {
            crowd.add(send(key, token(SigningKey.of("ES256", "nobody"))));
        }
        othersAreServed();
        assertThat(statuses())
                .containsKeys("503 " + Rejection.ISSUER_BUSY.code(), "503 " + Rejection.TOKEN_UNVERIFIABLE.code());
    }

    @Test
    void storesThatHangHoldUpNobodyElse() throws Exception {
        var more = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            more.append(MORE_STORED.formatted(i));
        }
        start(more.toString());
        for (int i = 0; i < 17 * 40; i++) {
            crowd.add(send("stored-key-" + i % 17, "made-up-" + i));
        }
        othersAreServed();
        assertThat(statuses())
                .containsOnlyKeys(
                        "503 " + Rejection.TOKEN_STORE_BUSY.code(), "503 " + Rejection.TOKEN_UNVERIFIABLE.code());
    }

    @Test
    void forgedTokensAndFreshUserAgentsCostNobodyElseMoreThanHisTurn() throws Exception {
        start("");
        var over = new AtomicBoolean();
        var answered = new WatchedCount();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean agents = i % 2 == 0;
            var thread = new Thread(() -> attack(agents, over, answered));
            threads.add(thread);
            thread.start();
        }
        answered.await("the attack to be on", now -> now > 200);
        for (int i = 0; i < CALLS; i++) {
            othersAreServed("other-phone-key", FIREFOX.formatted(100 + i) + "\r\n" + authorization(token(KEY)));
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void junkBeforeATokenOfANewKeyDoesNotHaveItRefused() throws Exception {
        start("");
        othersAreServed("other-key", authorization(token(KEY)));
        for (int i = 0; i < 50; i++) {
            crowd.add(send("other-key", token(SigningKey.of("ES256", "junk").named("junk-" + i))));
        }
        SigningKey next = SigningKey.of("ES256", "next");
        good.answer(200, SigningKey.set(KEY, next));
        othersAreServed("other-key", authorization(token(next)));
        assertThat(statuses()).containsOnlyKeys("401 token-invalid");
        assertThat(good.requests().size()).as("fetches for 51 unknown keys").isLessThan(10);
    }

    /** The store takes connections and never says a word. */
    private void start(String moreTenants) {
        backend = Backend.start("one");
        good.answer(200, SigningKey.set(KEY));
        gateway = Gatehouse.start(Configurations.with(
                "limits: { max-connections-per-address: 10000 }\ntoken-store: { mongo: { uri: \"mongodb://127.0.0.1:"
                        + silent.getLocalPort() + "\", database: core, deadline: 3s } }\n",
                REGISTRY.formatted(backend.url(), url(hanging), url(good)) + moreTenants));
    }

    private static String url(LocalProvider provider) {
        return provider.at("").toString();
    }

    /** A new token with every call, so that none is remembered. */
    private String token(SigningKey key) {
        return JwtText.of(key, "{\"sub\":\"u" + number.incrementAndGet() + "\",\"exp\":4102444800}");
    }

    private static String authorization(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private RawConnection send(String key, String token) throws IOException {
        return send((key.isEmpty() ? "" : "key: " + key + "\r\n") + authorization(token));
    }

    private RawConnection send(String headers) throws IOException {
        return RawConnection.to(gateway.address())
                .send("GET /orders/v1/x HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n" + headers + "\r\n");
    }

    private void othersAreServed() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            othersAreServed("other-key", authorization(token(KEY)));
        }
    }

    private void othersAreServed(String key, String headers) throws Exception {
        try (RawConnection connection = send("key: " + key + "\r\n" + headers)) {
            assertThat(connection.readAll()).startsWith("HTTP/1.1 200 ");
        }
    }

    /** How the crowd's calls end, in the end: statuses with codes, each with how many there are of it. */
    private Map<String, Integer> statuses() throws IOException {
        var statuses = new TreeMap<String, Integer>();
        for (RawConnection connection : crowd) {
            String answer = connection.readAll();
            int code = answer.indexOf("\"code\":\"") + 8;
            statuses.merge(
                    answer.substring(9, 12) + " " + answer.substring(code, answer.indexOf('"', code)), 1, Integer::sum);
        }
        return statuses;
    }

    private void attack(boolean agents, AtomicBoolean over, WatchedCount answered) {
        try {
            while (!over.get()) {
                String headers = agents
                        ? "key: crowd-phone-key\r\nUser-Agent: " + "Mozilla/5.0 ".repeat(30) + number.incrementAndGet()
                                + "\r\n"
                        : authorization(token(KEY).replaceAll("[^.]+$", "A".repeat(86)));
                try (RawConnection connection = send(headers)) {
                    assertThat(connection.readAll()).startsWith("HTTP/1.1 ");
                }
                answered.add(1);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
