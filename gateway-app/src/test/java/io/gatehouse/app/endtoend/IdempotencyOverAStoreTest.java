package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two gateways over an emulator of MongoDB on a real socket: a call with a key takes effect once, whichever gateway it comes to. */
@Execution(ExecutionMode.CONCURRENT)
class IdempotencyOverAStoreTest {

    private static final String SETTINGS = """
        throttling:
          store: mongo
          mongo: { uri: "mongodb://127.0.0.1:%d", database: gateway, deadline: 5s }
        """;
    private static final String REGISTRY = """
        services:
          orders: { idempotency: {}, versions: { "1": { hosts: ["%1$s"], requires: [key] } } }
        products: { shop: { packages: { basic: { acl: { orders: { "1": {} } } } } } }
        tenants:
          acme: { name: Acme, applications: { app: { package: shop/basic, keys: { web: { value: acme-key } } } } }
          bolt: { name: Bolt, applications: { app: { package: shop/basic, keys: { web: { value: bolt-key } } } } }
        """;

    private Backend backend;
    private EmulatedStore store;
    private Gatehouse one;
    private Gatehouse other;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
        store = new EmulatedStore();
        String registry = REGISTRY.formatted(backend.url());
        one = Gatehouse.start(Configurations.with(SETTINGS.formatted(store.port()), registry));
        other = Gatehouse.start(Configurations.with(SETTINGS.formatted(store.port()), registry));
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        store.close();
        backend.close();
    }

    @Test
    void isForwardedOnceByWhicheverComesFirst() throws Exception {
        for (int round = 0; round < 5; round++) {
            int before = backend.calls();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int n = 0; n < 12; n++) {
                answers.add(Calls.client()
                        .sendAsync(
                                call(n % 2 == 0 ? one : other, "acme-key", "k" + round, "body")
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isIn(200, 409);
            }
            assertThat(backend.calls() - before).isEqualTo(1);
        }
        assertThat(Calls.send(call(one, "acme-key", "k0", "body")).body())
                .isEqualTo(Calls.send(call(other, "acme-key", "k0", "body")).body());
        assertThat(Calls.send(call(other, "acme-key", "k0", "body")).headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(Calls.send(call(other, "acme-key", "k0", "another")).statusCode())
                .isEqualTo(422);
    }

    @Test
    void knowsTheKeysOfEachTenantApart() throws Exception {
        Calls.send(call(one, "acme-key", "same", "body"));

        HttpResponse<String> answer = Calls.send(call(other, "bolt-key", "same", "body"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(backend.calls()).isEqualTo(2);
    }

    @Test
    void refusesRatherThanForwardsTwiceWhileTheStoreIsAway() throws Exception {
        assertThat(Calls.send(call(one, "acme-key", "a", "body")).statusCode()).isEqualTo(200);
        store.kill();

        for (String key : new String[] {"a", "b"}) {
            HttpResponse<String> answer = Calls.send(call(other, "acme-key", key, "body"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"idempotency-unavailable\"");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
        assertThat(backend.calls()).isEqualTo(1);
        store.restart();
        Eventually.holds(
                "it is asked again",
                () -> Calls.send(call(other, "acme-key", "b", "body")).statusCode() == 200);
        assertThat(backend.calls()).isEqualTo(2);
    }

    private static HttpRequest.Builder call(Gatehouse gateway, String caller, String key, String body) {
        return Calls.request(gateway.address(), "/orders/items")
                .header("key", caller)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
