package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits over real sockets: what clients are told, and what is given back. */
class ThrottlingTest {

    private static final String STRATEGIES = """
            throttling:
              strategies:
                few: { algorithm: sliding-window, limit: 3, window: 1h, per: address }
                patient: { algorithm: token-bucket, capacity: 1, refill: 20/s, per: address, retries: 10, delay: 20ms }
                fair: { algorithm: fixed-window, limit: 1000, window: 50ms, per: address, adaptive: { min: 10, max: 2000 } }
                plan: { algorithm: calendar, limit: 90000, window: month, per: application }
                alone: { algorithm: concurrency, limit: 1, per: address }
              %s
            """;

    private final BlockingQueue<HttpServerExchange> held = new LinkedBlockingQueue<>();
    private Backend backend;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private Gatehouse gateway(String settings, String throttling) {
        return Gatehouse.start(
                Configurations.with(settings, STRATEGIES.formatted(throttling) + Configurations.orders(backend)));
    }

    @Test
    void tellsWhatIsLeftAndRefusesWhenNothingIs() throws Exception {
        try (Gatehouse gateway = gateway("", "public: few")) {
            for (int left = 2; left >= 0; left--) {
                HttpResponse<String> admitted = Calls.get(gateway, "/orders/items");
                assertThat(admitted.statusCode()).isEqualTo(200);
                assertThat(header(admitted, "X-RateLimit-Limit")).isEqualTo("3");
                assertThat(header(admitted, "X-RateLimit-Remaining")).isEqualTo(Integer.toString(left));
                assertThat(Long.parseLong(header(admitted, "X-RateLimit-Reset")))
                        .isBetween(3_599L, 3_960L);
            }

            HttpResponse<String> refused = Calls.get(gateway, "/orders/items");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("\"code\":\"too-many-requests\"");
            assertThat(Long.parseLong(header(refused, "Retry-After"))).isBetween(3_000L, 3_960L);
            assertThat(header(refused, "X-RateLimit-Remaining")).isEqualTo("0");
            assertThat(refused.headers().firstValue("RateLimit")).isEmpty();
            assertThat(backend.calls()).isEqualTo(3);
            assertThat(Calls.admin(gateway, "/metrics").body())
                    .contains("gatehouse_throttle_decisions_total{outcome=\"admitted\",strategy=\"few\"} 3.0")
                    .contains("gatehouse_throttle_decisions_total{outcome=\"refused\",strategy=\"few\"} 1.0");
        }
    }

    @Test
    void tellsItInTheFieldsOfTheIetfIfAsked() throws Exception {
        try (Gatehouse gateway = gateway("throttling: { headers: both }", "edge: few")) {
            HttpResponse<String> admitted = Calls.get(gateway, "/nothing");

            assertThat(admitted.statusCode()).isEqualTo(404);
            assertThat(header(admitted, "RateLimit-Policy")).isEqualTo("\"few\";q=3;w=3600");
            assertThat(header(admitted, "RateLimit")).matches("\"few\";r=2;t=3\\d{3}");
            assertThat(header(admitted, "X-RateLimit-Remaining")).isEqualTo("2");
        }
    }

    @Test
    void tellsHowLongACalendarMonthStillLasts() throws Exception {
        try (Gatehouse gateway = gateway("throttling: { headers: both }", "public: plan")) {
            HttpResponse<String> admitted = Calls.get(gateway, "/orders/items");

            assertThat(header(admitted, "RateLimit-Policy")).isEqualTo("\"plan\";q=90000;w=2678400");
            assertThat(header(admitted, "X-RateLimit-Remaining")).isEqualTo("89999");
            assertThat(Long.parseLong(header(admitted, "X-RateLimit-Reset"))).isBetween(1L, 31 * 86_400L);
        }
    }

    @Test
    void hidesWhatAnUpstreamTellsOfLimitsOfItsOwn() throws Exception {
        try (Backend proud = Backend.start("proud", exchange -> {
                    exchange.getResponseHeaders().put(new HttpString("X-RateLimit-Limit"), "999");
                    exchange.getResponseSender().send("");
                });
                Gatehouse gateway = Gatehouse.start(
                        Configurations.of(STRATEGIES.formatted("public: few") + Configurations.orders(proud)))) {
            assertThat(Calls.get(gateway, "/orders").headers().allValues("X-RateLimit-Limit"))
                    .containsExactly("3");
        }
    }

    @Test
    void followsWhatACallerUses() throws Exception {
        try (Gatehouse gateway = gateway("throttling: { headers: both }", "public: fair")) {
            HttpResponse<String> first = Calls.get(gateway, "/orders/items");
            assertThat(header(first, "X-RateLimit-Limit")).isEqualTo("1000");
            assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"fair\";q=1000;w=1");
            Eventually.holds("less is used, and then allowed", () -> {
                HttpResponse<String> next = Calls.get(gateway, "/orders/items");
                return Long.parseLong(header(next, "X-RateLimit-Limit")) <= 900;
            });

            HttpResponse<String> explained = Calls.send(Calls.request(gateway.adminAddress(), "/explain")
                    .POST(BodyPublishers.ofString("{\"method\": \"GET\", \"path\": \"/orders/items\"}")));
            assertThat(explained.body())
                    .contains("strategy fair per address, chosen by throttling.public")
                    .containsPattern(
                            "adaptive from 10 to 2000, begun with 1000, on its way to 2 x \\d+, the median of \\d+ windows");
            assertThat(Calls.admin(gateway, "/metrics").body())
                    .contains("gatehouse_cache_entries{cache=\"learned-limits\"} 1.0");
        }
    }

    @Test
    void letsRequestsWaitForTheirTurn() throws Exception {
        try (Gatehouse gateway = gateway("", "public: patient")) {
            var calls = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int n = 0; n < 4; n++) {
                calls.add(send(gateway));
            }

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
            assertThat(Calls.admin(gateway, "/metrics").body()).contains("gatehouse_throttle_waiting 0.0");
        }
    }

    @Test
    void givesPlacesBackHoweverARequestEnds() throws Exception {
        try (Backend slow = Backend.start(
                        "slow", exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> held.add(exchange)));
                Gatehouse gateway = Gatehouse.start(
                        Configurations.of(STRATEGIES.formatted("public: alone") + Configurations.orders(slow)))) {
            CompletableFuture<HttpResponse<String>> first = send(gateway);
            HttpServerExchange underWay = arrived();
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(429);
            underWay.endExchange();
            assertThat(first.join().statusCode()).isEqualTo(200);
            nothingIsInFlight(gateway);

            try (RawConnection leaving = RawConnection.to(gateway.address())) {
                leaving.send("GET /orders HTTP/1.1\r\nHost: gateway\r\n\r\n");
                underWay = arrived();
            }
            nothingIsInFlight(gateway);
            underWay.endExchange();

            CompletableFuture<HttpResponse<String>> last = send(gateway);
            arrived().endExchange();
            assertThat(last.join().statusCode()).isEqualTo(200);
        }
    }

    private HttpServerExchange arrived() throws InterruptedException {
        HttpServerExchange exchange = held.poll(60, TimeUnit.SECONDS);
        assertThat(exchange).as("a request at the host").isNotNull();
        return exchange;
    }

    @Test
    void givesEachPackageLimitsOfItsOwn() throws Exception {
        String sold = """
                products:
                  shop:
                    packages:
                      gold: { acl: { orders: { "1": {} } }, throttling: { public: gold } }
                      silver: { acl: { orders: { "1": {} } }, throttling: { services: { orders: { public: silver } } } }
                tenants:
                  acme:
                    name: Acme
                    applications:
                      web: { package: shop/gold, keys: { one: { value: gold-key } } }
                      app: { package: shop/silver, keys: { one: { value: silver-key }, two: { value: other-silver-key } } }
                throttling:
                  public: few
                  strategies:
                    few: { algorithm: sliding-window, limit: 3, window: 1h, per: address }
                    gold: { algorithm: sliding-window, limit: 1000, window: 1h, per: tenant }
                    silver: { algorithm: sliding-window, limit: 2, window: 1h, per: key }
                """;
        try (Gatehouse gateway = Gatehouse.start(Configurations.of(sold + Configurations.orders(backend)))) {
            assertThat(header(with(gateway, "gold-key"), "X-RateLimit-Remaining"))
                    .isEqualTo("999");
            assertThat(header(with(gateway, "silver-key"), "X-RateLimit-Remaining"))
                    .isEqualTo("1");
            assertThat(with(gateway, "silver-key").statusCode()).isEqualTo(200);
            assertThat(with(gateway, "silver-key").statusCode()).isEqualTo(429);
            assertThat(with(gateway, "other-silver-key").statusCode()).isEqualTo(200);
            assertThat(header(with(gateway, "gold-key"), "X-RateLimit-Remaining"))
                    .isEqualTo("998");
            HttpResponse<String> explained = Calls.send(
                    Calls.request(gateway.adminAddress(), "/explain")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"method\": \"GET\", \"path\": \"/orders/items\", \"headers\": {\"key\": \"silver-key\"}}")));
            assertThat(explained.body())
                    .contains("strategy silver per key, chosen by the entry of package shop/silver for orders");
        }
    }

    @Test
    void givesEachPackageSoManyAtATime() throws Exception {
        String sold = """
                products:
                  shop:
                    packages:
                      gold: { acl: { orders: { "1": {} } }, throttling: { public: two } }
                      silver: { acl: { orders: { "1": {} } }, throttling: { public: one } }
                tenants:
                  acme:
                    name: Acme
                    applications:
                      web: { package: shop/gold, keys: { one: { value: gold-key } } }
                      app: { package: shop/silver, keys: { one: { value: silver-key } } }
                throttling:
                  strategies:
                    one: { algorithm: concurrency, limit: 1, per: key }
                    two: { algorithm: concurrency, limit: 2, per: key }
                """;
        try (Backend slow = Backend.start(
                        "slow", exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> held.add(exchange)));
                Gatehouse gateway = Gatehouse.start(Configurations.of(sold + Configurations.orders(slow)))) {
            var underWay = new ArrayList<HttpServerExchange>();
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (String key : List.of("gold-key", "gold-key", "silver-key")) {
                answers.add(Calls.client()
                        .sendAsync(
                                Calls.request(gateway.address(), "/orders/v1/items")
                                        .header("key", key)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()));
                underWay.add(arrived());
            }
            assertThat(with(gateway, "gold-key").statusCode()).isEqualTo(429);
            assertThat(with(gateway, "silver-key").statusCode()).isEqualTo(429);
            underWay.forEach(HttpServerExchange::endExchange);
            for (var answer : answers) {
                assertThat(answer.join().statusCode()).isEqualTo(200);
            }
        }
    }

    private static HttpResponse<String> with(Gatehouse gateway, String key) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/orders/v1/items").header("key", key));
    }

    private static CompletableFuture<HttpResponse<String>> send(Gatehouse gateway) {
        return Calls.client()
                .sendAsync(Calls.request(gateway.address(), "/orders").build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void nothingIsInFlight(Gatehouse gateway) throws Exception {
        Eventually.shows(gateway, "http_server_active_requests 0.0");
    }

    @Test
    void explainsWithoutCounting() throws Exception {
        try (Gatehouse gateway = gateway("", "public: few")) {
            for (int n = 0; n < 5; n++) {
                HttpResponse<String> explained = Calls.send(Calls.request(gateway.adminAddress(), "/explain")
                        .POST(BodyPublishers.ofString("{\"method\": \"GET\", \"path\": \"/orders/items\"}")));
                assertThat(explained.body())
                        .contains("strategy few per address, chosen by throttling.public", "2 of 3");
            }
            assertThat(header(Calls.get(gateway, "/orders/items"), "X-RateLimit-Remaining"))
                    .isEqualTo("2");
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        List<String> values = response.headers().allValues(name);
        assertThat(values).as(name).hasSize(1);
        return values.get(0);
    }
}
