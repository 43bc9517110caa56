package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.rejection.Rejection;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests beyond what a service takes at a time wait, or are refused with whose limit it was. */
class ConcurrencyTest {

    private static final String REGISTRY = """
            services:
              orders:
                concurrency: %s
                versions: { "1": { hosts: ["%s"] } }
            products:
              shop:
                packages:
                  gold: { priority: high, acl: { orders: { "1": { access: false } } } }
                  iron: { priority: low, acl: { orders: { "1": { access: false } } } }
            tenants:
              rich: { name: Rich, applications: { app: { package: shop/gold, keys: { main: { value: rich-key } } } } }
              poor: { name: Poor, applications: { app: { package: shop/iron, keys: { main: { value: poor-key } } } } }
            """;

    private HoldingBackend backend;
    private Gatehouse gateway;

    @BeforeEach
    void open() throws IOException {
        backend = new HoldingBackend();
    }

    @AfterEach
    void close() {
        backend.close();
        gateway.close();
    }

    private void start(String concurrency) {
        gateway = Gatehouse.start(Configurations.of(REGISTRY.formatted(concurrency, backend.url())));
    }

    private CompletableFuture<HttpResponse<String>> call(String key) {
        return Calls.client()
                .sendAsync(
                        Calls.request(gateway.address(), "/orders/v1/x")
                                .header("key", key)
                                .build(),
                        BodyHandlers.ofString());
    }

    /** A call that is in flight. */
    private CompletableFuture<HttpResponse<String>> inFlight(String key) throws Exception {
        int before = backend.held();
        CompletableFuture<HttpResponse<String>> call = call(key);
        backend.awaitHeld(before + 1);
        return call;
    }

    private void waiting(int count) throws Exception {
        shows("gatehouse_concurrency_waiting{service=\"orders\",version=\"1\"} " + count);
    }

    private void shows(String metric) throws Exception {
        Eventually.shows(gateway, metric);
    }

    private static void isRefused(CompletableFuture<HttpResponse<String>> call, Rejection rejection, String detail) {
        HttpResponse<String> response = call.join();
        assertThat(response.statusCode()).isEqualTo(rejection.status());
        assertThat(response.body())
                .contains("\"code\":\"" + rejection.code() + "\"")
                .contains(detail);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    private static void isServed(CompletableFuture<HttpResponse<String>> call) {
        assertThat(call.join().statusCode()).isEqualTo(200);
    }

    @Test
    void waitsForItsTurnAndIsRefusedWhereTheLineIsFull() throws Exception {
        start("{ limit: 1, queue: { length: 2, timeout: 1m, tenant-share: 100% } }");
        var first = inFlight("rich-key");
        var second = call("rich-key");
        var third = call("rich-key");
        waiting(2);

        isRefused(call("rich-key"), Rejection.SERVICE_AT_LIMIT, "No place is free");

        assertThat(Calls.admin(gateway, "/metrics").body())
                .contains("gatehouse_concurrency_in_flight{service=\"orders\",version=\"1\"} 1")
                .contains("gatehouse_concurrency_limit{service=\"orders\",version=\"1\"} 1");
        shows("gatehouse_concurrency_refusals_total{limit=\"service\",service=\"orders\",version=\"1\"} 1");
        backend.letGo(3);
        isServed(first);
        isServed(second);
        isServed(third);
        shows("gatehouse_concurrency_in_flight{service=\"orders\",version=\"1\"} 0");
        waiting(0);
    }

    @Test
    void isRefusedWhenItHasWaitedForAsLongAsItMay() throws Exception {
        start("{ limit: 1, queue: { timeout: 50ms } }");
        var first = inFlight("rich-key");

        isRefused(call("rich-key"), Rejection.SERVICE_AT_LIMIT, "waited");

        backend.letGo(2);
        isServed(first);
        isServed(call("rich-key"));
    }

    @Test
    void hostsHaveLimitsOfTheirOwn() throws Exception {
        start("{ host-limit: 1, queue: off }");
        var first = inFlight("rich-key");

        isRefused(call("rich-key"), Rejection.HOSTS_AT_LIMIT, "No place is free");

        backend.letGo(2);
        isServed(first);
        isServed(call("rich-key"));
    }

    @Test
    void aTenantTakesItsShareOfTheLineOnly() throws Exception {
        start("{ limit: 1, queue: { length: 4, timeout: 1m, tenant-share: 25% } }");
        var first = inFlight("poor-key");
        var second = call("poor-key");
        waiting(1);

        isRefused(call("poor-key"), Rejection.TENANT_AT_LINE_LIMIT, "share");

        var others = call("rich-key");
        waiting(2);
        backend.letGo(3);
        isServed(first);
        isServed(second);
        isServed(others);
    }

    @Test
    void atOverloadTheLessImportantGoes() throws Exception {
        start("{ limit: 1, queue: { length: 1, timeout: 1m } }");
        var first = inFlight("poor-key");
        var second = call("poor-key");
        waiting(1);
        var important = call("rich-key");

        isRefused(second, Rejection.SERVICE_AT_LIMIT, "more important");

        backend.letGo(2);
        isServed(first);
        isServed(important);
    }

    @Test
    void whoGoesAwayLeavesTheLine() throws Exception {
        start("{ limit: 1, queue: { timeout: 1m } }");
        var first = inFlight("rich-key");
        try (RawConnection gone = RawConnection.to(gateway.address())) {
            gone.send("GET /orders/v1/x HTTP/1.1\r\nHost: gateway\r\nkey: rich-key\r\n\r\n");
            waiting(1);
        }
        waiting(0);
        backend.letGo(2);
        isServed(first);
        isServed(call("rich-key"));
    }
}
