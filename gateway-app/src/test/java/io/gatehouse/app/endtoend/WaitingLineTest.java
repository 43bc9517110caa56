package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls that wait while the registry changes, and of one that waits among a crowd. */
class WaitingLineTest {

    private static final String REGISTRY = """
            services:
              orders:
                concurrency: %s
                versions: { "1": { hosts: [%s] } }
            products: { shop: { packages: { basic: { acl: { orders: { "1": { access: false } } } } } } }
            tenants:
              many: { name: Many, applications: { app: { package: shop/basic, keys: { main: { value: many-key } } } } }
              one: { name: One, applications: { app: { package: shop/basic, keys: { main: { value: one-key } } } } }
            """;

    @TempDir
    private Path folder;

    private final List<RawConnection> crowd = new ArrayList<>();
    private RegistryFolder registry;
    private HoldingBackend backend;
    private Gatehouse gateway;

    @BeforeEach
    void open() throws Exception {
        registry = new RegistryFolder(folder);
        backend = new HoldingBackend();
    }

    @AfterEach
    void close() throws Exception {
        for (RawConnection one : crowd) {
            one.close();
        }
        backend.close();
        gateway.close();
    }

    private void write(String concurrency, String host) throws Exception {
        registry.write("services.yml", REGISTRY.formatted(concurrency, host));
    }

    private void start(String concurrency) throws Exception {
        write(concurrency, "\"" + backend.url() + "\"");
        String limits = "limits: { max-connections-per-address: 10000, max-in-flight-per-tenant: off }\n";
        gateway = Gatehouse.start(GatehouseConfiguration.parse(registry.text("", "") + limits, Map.of()));
    }

    private void reload(String concurrency, String host) throws Exception {
        write(concurrency, host);
        Calls.send(Calls.request(gateway.adminAddress(), "/reload").POST(BodyPublishers.noBody()));
    }

    private CompletableFuture<HttpResponse<String>> call(String key) {
        return Calls.client()
                .sendAsync(
                        Calls.request(gateway.address(), "/orders/v1/" + key)
                                .header("key", key)
                                .build(),
                        BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> inFlight() throws Exception {
        int before = backend.held();
        CompletableFuture<HttpResponse<String>> call = call("many-key");
        backend.awaitHeld(before + 1);
        return call;
    }

    private void shows(String gauge, int count) throws Exception {
        Eventually.shows(gateway, "gatehouse_concurrency_" + gauge + "{service=\"orders\",version=\"1\"} " + count);
    }

    private void isAtRest() throws Exception {
        shows("in_flight", 0);
        shows("waiting", 0);
    }

    @Test
    void aLimitBelowWhatIsInFlightAndAHigherOneHoldForThoseWhoWait() throws Exception {
        start("{ limit: 2, queue: { length: 10, timeout: 1m, tenant-share: 100% } }");
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>(List.of(inFlight(), inFlight()));
        calls.add(call("many-key"));
        calls.add(call("many-key"));
        shows("waiting", 2);

        reload("{ limit: 1, queue: { length: 10, timeout: 1m, tenant-share: 100% } }", "\"" + backend.url() + "\"");
        backend.letGo(1);
        shows("in_flight", 1);
        shows("waiting", 2);
        reload("{ limit: 5, queue: { length: 10, timeout: 1m, tenant-share: 100% } }", "\"" + backend.url() + "\"");
        shows("waiting", 0);

        backend.letGo(3);
        for (CompletableFuture<HttpResponse<String>> call : calls) {
            assertThat(call.join().statusCode()).isEqualTo(200);
        }
        isAtRest();
    }

    @Test
    void aShorterWaitEndsThatOfThoseWhoWait() throws Exception {
        start("{ limit: 1, queue: { length: 10, timeout: 10m, tenant-share: 100% } }");
        var first = inFlight();
        var second = call("many-key");
        shows("waiting", 1);

        reload("{ limit: 1, queue: { length: 10, timeout: 20ms, tenant-share: 100% } }", "\"" + backend.url() + "\"");

        HttpResponse<String> refused = second.join();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("service-at-limit").contains("waited");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        backend.letGo(1);
        assertThat(first.join().statusCode()).isEqualTo(200);
        isAtRest();
    }

    @Test
    void whoWaitsIsToldThatNoHostIsLeft() throws Exception {
        start("{ host-limit: 1, queue: { length: 10, timeout: 10m, tenant-share: 100% } }");
        var first = inFlight();
        var second = call("many-key");
        shows("waiting", 1);

        reload(
                "{ host-limit: 1, queue: { length: 10, timeout: 10m, tenant-share: 100% } }",
                "{ url: \"" + backend.url() + "\", weight: 0 }");

        assertThat(second.join().body()).contains("no-healthy-host");
        assertThat(second.join().headers().firstValue("Retry-After")).isPresent();
        backend.letGo(1);
        assertThat(first.join().statusCode()).isEqualTo(200);
        isAtRest();
    }

    @Test
    void oneOfAnotherTenantWaitsForOneTurnBesideAThousandWhoLeaveAtOnce() throws Exception {
        start("{ limit: 1, queue: { length: 2000, timeout: 10m, tenant-share: 100% } }");
        var first = inFlight();
        for (int n = 0; n < 1000; n++) {
            crowd.add(RawConnection.to(gateway.address())
                    .send("GET /orders/v1/crowd HTTP/1.1\r\nHost: gateway\r\nkey: many-key\r\n\r\n"));
        }
        shows("waiting", 1000);
        var other = call("one-key");
        shows("waiting", 1001);

        backend.letGo(3);
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(other.join().statusCode()).isEqualTo(200);
        for (RawConnection one : crowd) {
            one.close();
        }
        backend.letGo(1000);
        isAtRest();
    }
}
