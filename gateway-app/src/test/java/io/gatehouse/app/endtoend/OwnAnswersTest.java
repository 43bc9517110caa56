package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway's own answers carry, so that pages can read them and services are spoken for as they wish. */
class OwnAnswersTest {

    private static final String SETTINGS = """
            trusted-proxies: [127.0.0.0/8]
            limits: { max-body-size: 1KB, max-in-flight: 2, max-in-flight-per-tenant: off }
            """;

    private static final String REGISTRY = """
            ip-ban: [203.0.113.7]
            cors: { origins: ["https://shop.example"], methods: [GET] }
            throttling:
              strategies: { once: { algorithm: sliding-window, limit: 1, window: 1h, per: address } }
            %3$s
            services:
              orders:
                response-headers:
                  set: { X-Frame-Options: DENY, Content-Type: text/html, Cache-Control: public }
                  remove: [X-Request-Id, Retry-After]
                methods: [GET, POST, OPTIONS]
                versions: { "1": { hosts: ["%1$s"], requires: [] }, "2": { hosts: ["%1$s"], requires: [key] } }
              gone:
                response-headers: { set: { X-Frame-Options: DENY } }
                versions: { "1": { hosts: ["%2$s"], requires: [] } }
            """;

    private static final String PREFLIGHT = "Access-Control-Request-Method: GET\r\n";

    private Backend silent;
    private Backend gone;
    private Gatehouse gateway;

    @BeforeEach
    void start() {
        silent = Backend.start("silent", exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {}));
        gone = Backend.start("gone");
        gone.stop();
        serve("");
    }

    private void serve(String policy) {
        if (gateway != null) {
            gateway.close();
        }
        gateway = Gatehouse.start(Configurations.with(SETTINGS, REGISTRY.formatted(silent.url(), gone.url(), policy)));
    }

    @AfterEach
    void stop() {
        gateway.close();
        silent.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /orders,           Transfer-Encoding: gzip,          400",
        "TRACE, /orders,          X-A: 1,                           405",
        "GET,  /orders/a%2Fb,     X-A: 1,                           400",
        "GET,  /orders/v9,        X-A: 1,                           404",
        "PUT,  /orders,           X-A: 1,                           405",
        "POST, /orders/v1,        Content-Length: 9999,             413",
        "GET,  /orders/v2,        X-A: 1,                           401",
        "GET,  /orders,           key: nobodys,                     401",
        "GET,  /gone,             X-A: 1,                           502",
        "GET,  /orders,           X-Forwarded-For: 203.0.113.7,     403",
    })
    void carryTheHeadersOfTheServiceAndOfCors(String method, String target, String header, int status)
            throws IOException {
        String answer = ask(method, target, header + "\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("X-Frame-Options: DENY\r\n", "Access-Control-Allow-Origin: https://shop.example\r\n")
                .contains("Vary: Origin\r\n", "X-Request-Id: ")
                .as("what says how to read this answer is ours")
                .contains("Content-Type: application/problem+json\r\n", "Cache-Control: no-store\r\n");
    }

    @Test
    void carryThoseOfCorsAloneWhereNoServiceIsMeant() throws IOException {
        for (String target : new String[] {"/nobody", "/orders/../x"}) {
            assertThat(ask("GET", target, ""))
                    .contains("Access-Control-Allow-Origin: https://shop.example\r\n")
                    .doesNotContain("X-Frame-Options");
        }
    }

    @Test
    void carryThemWhenThereAreTooManyRequests() throws Exception {
        try (var one = RawConnection.to(gateway.address());
                var two = RawConnection.to(gateway.address())) {
            one.send("GET /orders/v1 HTTP/1.1\r\nHost: h\r\n\r\n");
            two.send("GET /orders/v1 HTTP/1.1\r\nHost: h\r\n\r\n");
            silent.awaitCalls(2);

            assertThat(ask("GET", "/orders", ""))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"code\":\"overloaded\"", "Retry-After: 1\r\n", "X-Frame-Options: DENY\r\n")
                    .contains("Access-Control-Allow-Origin: https://shop.example\r\n");
        }
    }

    @Test
    void giveABannedAddressNoPreflight() throws IOException {
        assertThat(ask("OPTIONS", "/orders", PREFLIGHT + "X-Forwarded-For: 203.0.113.7\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"code\":\"address-banned\"", "Access-Control-Allow-Origin: https://shop.example\r\n");
        assertThat(ask("OPTIONS", "/orders", PREFLIGHT))
                .startsWith("HTTP/1.1 204 ")
                .contains("Access-Control-Allow-Methods: GET\r\n", "X-Frame-Options: DENY\r\n");
    }

    @Test
    void countPreflightsAtTheEdge() throws IOException {
        serve("  edge: once");

        assertThat(ask("OPTIONS", "/orders", PREFLIGHT)).startsWith("HTTP/1.1 204 ");
        assertThat(ask("OPTIONS", "/orders", PREFLIGHT))
                .startsWith("HTTP/1.1 429 ")
                .contains("Access-Control-Allow-Origin: https://shop.example\r\n");
    }

    @Test
    void letPagesReadOfTheMaintenance() throws IOException {
        serve("maintenance: { on: true, message: Back at noon }");

        assertThat(ask("OPTIONS", "/orders", PREFLIGHT)).startsWith("HTTP/1.1 204 ");
        assertThat(ask("GET", "/orders", ""))
                .startsWith("HTTP/1.1 503 ")
                .contains("Back at noon", "Access-Control-Allow-Origin: https://shop.example\r\n");
    }

    private String ask(String method, String target, String headers) throws IOException {
        try (var connection = RawConnection.to(gateway.address())) {
            return connection
                    .send(method + " " + target + " HTTP/1.1\r\nHost: h\r\nOrigin: https://shop.example\r\n" + headers
                            + "Connection: close\r\n\r\n")
                    .readAll();
        }
    }
}
