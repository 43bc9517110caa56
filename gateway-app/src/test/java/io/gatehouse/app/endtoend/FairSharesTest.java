package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.time.Arrivals;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one caller, one address, or all who have no key together can take of the gateway, over real sockets. */
class FairSharesTest {

    private static final String ACME = """
            products:
              shop: { packages: { basic: { acl: { orders: { "1": { access: false } } } } } }
            tenants:
              acme:
                name: Acme
                applications:
                  storefront: { package: shop/basic, keys: { web: { value: web-key } } }
            """;

    private static final String PATIENT = """
            throttling:
              strategies:
                patient: { algorithm: sliding-window, limit: 1, window: 24h, per: tenant, retries: 1, delay: 30m }
              public: patient
            """;

    private static final String FEW = """
            throttling:
              strategies: { few: { algorithm: sliding-window, limit: 2, window: 24h, per: address } }
              edge: few
            """;

    private static final String BEHIND_A_PROXY = "trusted-proxies: [127.0.0.0/8]\n";

    private final Arrivals<HttpServerExchange> held = new Arrivals<>();
    private final List<RawConnection> clients = new ArrayList<>();
    private Backend slow;
    private Backend quick;

    @BeforeEach
    void start() {
        slow = Backend.start(
                "slow", exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> held.add(exchange)));
        quick = Backend.start("quick");
    }

    @AfterEach
    void stop() throws Exception {
        for (RawConnection client : clients) {
            client.close();
        }
        held.forEach(HttpServerExchange::endExchange);
        slow.close();
        quick.close();
    }

    @Test
    void callersWithoutAKeyAreOneTenantAmongTheRequestsInFlight() throws Exception {
        try (Gatehouse gateway = gateway("limits: { max-in-flight: 4, max-in-flight-per-tenant: 50% }\n", "", slow)) {
            call(gateway, "");
            held.await(1);
            call(gateway, "");
            held.await(2);

            String refused = call(gateway, "").readHead();
            assertThat(refused).startsWith("HTTP/1.1 429 ").contains("Retry-After: 1");
            call(gateway, "key: web-key\r\n");
            held.await(3);

            held.get(0).endExchange();
            assertThat(clients.get(0).readHead()).startsWith("HTTP/1.1 200 ");
            // A place is given back behind the last byte.
            Eventually.shows(gateway, "http_server_active_requests 2.0");
            call(gateway, "");
            held.await(4);
        }
    }

    @Test
    void explainsThatCallersWithoutAKeyHaveTheirShare() throws Exception {
        try (Gatehouse gateway = gateway("limits: { max-in-flight: 2, max-in-flight-per-tenant: 50% }\n", "", slow)) {
            call(gateway, "");
            held.await(1);

            HttpResponse<String> explained = Calls.send(Calls.request(gateway.adminAddress(), "/explain")
                    .POST(BodyPublishers.ofString("{\"method\": \"GET\", \"path\": \"/orders\"}")));

            assertThat(explained.body())
                    .contains("tenant-at-limit", "1 requests of callers without a key are in flight");
        }
    }

    @Test
    void theRoomInWhichRequestsWaitIsSharedOut() throws Exception {
        // A quarter may wait: four, of one tenant two.
        String limits = "limits: { max-in-flight: 16, max-in-flight-per-tenant: 50% }\n";
        try (Gatehouse gateway = gateway(limits, PATIENT, quick)) {
            assertThat(call(gateway, "").readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(call(gateway, "key: web-key\r\n").readHead()).startsWith("HTTP/1.1 200 ");
            call(gateway, "");
            call(gateway, "");
            waiting(gateway, 2);

            assertThat(call(gateway, "").readHead()).startsWith("HTTP/1.1 429 ");
            call(gateway, "key: web-key\r\n");
            waiting(gateway, 3);

            for (RawConnection client : clients) {
                client.close();
            }
            waiting(gateway, 0);
        }
    }

    private static void waiting(Gatehouse gateway, int count) throws Exception {
        Eventually.shows(gateway, "gatehouse_throttle_waiting " + count + ".0");
    }

    @Test
    void oneAddressTakesATenthOfTheConnections() throws Exception {
        try (Gatehouse gateway = gateway("limits: { max-connections: 20 }\n", "", quick)) {
            assertThat(call(gateway, "").readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(call(gateway, "").readHead()).startsWith("HTTP/1.1 200 ");

            assertThat(RawConnection.to(gateway.address()).isClosedByPeer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limits: { max-connections: 20 }~trusted-proxies: [127.0.0.0/8]
            limits: { max-connections: 20, max-connections-per-address: off }
            limits: { max-connections: 20, max-connections-per-address: 5 }
            limits: { max-connections: 20, max-connections-per-address: 25% }
            """)
    void takesMoreIfItCarriesManyClientsOrTheOperatorSaysSo(String settings) throws Exception {
        try (Gatehouse gateway = gateway(settings.replace('~', '\n') + "\n", "", quick)) {
            for (int n = 0; n < 5; n++) {
                assertThat(call(gateway, "").readHead()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void callersOfOneIpv6PrefixAreOne() throws Exception {
        try (Gatehouse gateway = gateway(BEHIND_A_PROXY, FEW, quick)) {
            assertThat(status(gateway, "2001:db8:0:1::1")).isEqualTo(200);
            assertThat(status(gateway, "2001:db8:0:1:ffff::2")).isEqualTo(200);

            assertThat(status(gateway, "2001:db8:0:1::3")).isEqualTo(429);
            assertThat(status(gateway, "2001:db8:0:2::1")).isEqualTo(200);
        }
    }

    @Test
    void callersOfOneIpv6PrefixAreManyIfTheOperatorSaysSo() throws Exception {
        try (Gatehouse gateway = gateway(BEHIND_A_PROXY + "throttling: { ipv6-prefix: 128 }\n", FEW, quick)) {
            for (int n = 1; n < 5; n++) {
                assertThat(status(gateway, "2001:db8:0:1::" + n)).isEqualTo(200);
            }
            assertThat(status(gateway, "2001:db8:0:1::1")).isEqualTo(200);
            assertThat(status(gateway, "2001:db8:0:1::1")).isEqualTo(429);
            // An IPv4 address is always counted whole, however it is written.
            assertThat(status(gateway, "::ffff:192.0.2.1")).isEqualTo(200);
            assertThat(status(gateway, "192.0.2.1")).isEqualTo(200);
            assertThat(status(gateway, "::ffff:192.0.2.1")).isEqualTo(429);
            assertThat(status(gateway, "192.0.2.2")).isEqualTo(200);
        }
    }

    @Test
    void whatGrowsWithCallersHasAShareOfTheHeap() throws Exception {
        try (Gatehouse gateway = gateway(BEHIND_A_PROXY, FEW, quick)) {
            assertThat(status(gateway, "192.0.2.1")).isEqualTo(200);
            assertThat(status(gateway, "192.0.2.2")).isEqualTo(200);

            long quarter = Runtime.getRuntime().maxMemory() / 4;
            assertThat(Calls.admin(gateway, "/metrics").body())
                    .contains("gatehouse_cache_entries{cache=\"throttle-counters\"} 2.0")
                    .contains("gatehouse_cache_limit_bytes{cache=\"throttle-counters\"} " + (double) quarter)
                    .containsPattern("gatehouse_cache_size_bytes\\{cache=\"throttle-counters\"} [1-9]")
                    .contains("gatehouse_cache_limit_bytes{cache=\"tokens\"}")
                    .contains("gatehouse_cache_limit_bytes{cache=\"refused-tokens\"}")
                    .contains("gatehouse_cache_limit_bytes{cache=\"devices\"}");
        }
    }

    private static Gatehouse gateway(String settings, String registry, Backend backend) {
        return Gatehouse.start(Configurations.with(settings, registry + Configurations.orders(backend) + ACME));
    }

    private RawConnection call(Gatehouse gateway, String header) throws Exception {
        RawConnection client = RawConnection.to(gateway.address());
        clients.add(client);
        return client.send("GET /orders HTTP/1.1\r\nHost: gateway\r\n" + header + "\r\n");
    }

    private static int status(Gatehouse gateway, String client) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/orders").header("X-Forwarded-For", client))
                .statusCode();
    }
}
