package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several gateways that count together, over an emulator of MongoDB on a real socket; and what holds when it is gone. */
class SharedThrottlingTest {

    private static final String SETTINGS = """
            throttling:
              store: mongo
              mongo: { uri: "mongodb://127.0.0.1:%d", database: gateway, mode: %s, on-outage: %s, deadline: 5s }
            """;
    private static final String STRATEGY = """
            throttling:
              strategies: { ten: { algorithm: sliding-window, limit: 10, window: 1h, per: address } }
              public: ten
            """;

    private Backend backend;
    private EmulatedStore store;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
        store = new EmulatedStore();
    }

    @AfterEach
    void stop() {
        store.close();
        backend.close();
    }

    private Gatehouse gateway(String mode, String onOutage) {
        return Gatehouse.start(Configurations.with(
                SETTINGS.formatted(store.port(), mode, onOutage), STRATEGY + Configurations.orders(backend)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "leased"})
    void twoGatewaysShareOneLimit(String mode) throws Exception {
        try (Gatehouse one = gateway(mode, "local-share");
                Gatehouse other = gateway(mode, "local-share")) {
            var statuses = new ArrayList<Integer>();
            for (int n = 0; n < 12; n++) {
                statuses.add(
                        Calls.get(n % 2 == 0 ? one : other, "/orders/items").statusCode());
            }

            assertThat(statuses).startsWith(200, 200, 200).endsWith(429, 429);
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
            assertThat(backend.calls()).isEqualTo(10);
            Eventually.holds(
                    "both are known",
                    () -> Calls.admin(one, "/health")
                            .body()
                            .replaceAll("\\s", "")
                            .matches("(?s).*\"throttling\":\\{\"store\":\"mongo\",\"out\":false,.*\"nodes\":2.*"));
            assertThat(Calls.admin(one, "/metrics").body())
                    .contains("gatehouse_throttle_store_calls_seconds_count{outcome=\"answered\"}")
                    .contains("gatehouse_throttle_store_out 0.0");
        }
    }

    @Test
    void closedMeans503AndNeverBlamesTheCaller() throws Exception {
        try (Gatehouse gateway = gateway("exact", "closed")) {
            assertThat(Calls.get(gateway, "/orders/items").statusCode()).isEqualTo(200);
            store.kill();

            HttpResponse<String> answer = Calls.get(gateway, "/orders/items");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"quota-unavailable\"");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            Eventually.holds(
                    "the outage is told",
                    () -> Calls.admin(gateway, "/health").body().contains("\"out\"")
                            && Calls.admin(gateway, "/metrics").body().contains("gatehouse_throttle_store_out 1.0"));
            assertThat(Calls.admin(gateway, "/health").body().replaceAll("\\s", ""))
                    .contains("\"status\":\"degraded\"", "\"out\":true");

            store.restart();
            Eventually.holds(
                    "it counts again", () -> Calls.get(gateway, "/orders/items").statusCode() == 200);
        }
    }

    @Test
    void startsWithoutTheStoreAndCountsForItselfMeanwhile() throws Exception {
        store.kill();
        try (LogLines log = LogLines.named("io.gatehouse.throttle.shared.StoreLog");
                Gatehouse gateway = gateway("exact", "local-share")) {
            var statuses = new ArrayList<Integer>();
            for (int n = 0; n < 12; n++) {
                statuses.add(Calls.get(gateway, "/orders/items").statusCode());
            }
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
            assertThat(statuses).endsWith(429, 429);
            log.await(Pattern.compile("counters does not respond \\((cannot reach MongoDB at 127\\.0\\.0\\.1:"
                    + store.port() + ": connection refused)\\); until it does: local-share"));
        }
    }
}
