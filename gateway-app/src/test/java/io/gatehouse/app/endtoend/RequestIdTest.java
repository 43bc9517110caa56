package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.undertow.server.HttpServerExchange;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class RequestIdTest {

    @Test
    void givesTheSameIdToUpstreamAndClient() throws Exception {
        try (Backend backend = Backend.start("echo", RequestIdTest::echoId);
                Gatehouse gateway = Gatehouse.start(Configurations.of(Configurations.orders(backend)))) {
            HttpResponse<String> response = Calls.get(gateway, "/orders");

            assertThat(response.body()).isNotEmpty().isEqualTo(id(response));
        }
    }

    @Test
    void believesNoIdOfAStranger() throws Exception {
        try (Backend backend = Backend.start("echo", RequestIdTest::echoId);
                Gatehouse gateway = Gatehouse.start(Configurations.of(Configurations.orders(backend)))) {
            HttpResponse<String> response =
                    Calls.send(Calls.request(gateway.address(), "/orders").header("X-Request-Id", "mine"));

            assertThat(response.body()).isNotEqualTo("mine");
        }
    }

    @Test
    void takesOverTheIdOfATrustedProxy() throws Exception {
        try (Backend backend = Backend.start("echo", RequestIdTest::echoId);
                Gatehouse gateway = Gatehouse.start(
                        Configurations.with("trusted-proxies: [127.0.0.0/8]\n", Configurations.orders(backend)))) {
            HttpResponse<String> response =
                    Calls.send(Calls.request(gateway.address(), "/orders").header("X-Request-Id", "theirs-42"));

            assertThat(response.body()).isEqualTo("theirs-42");
            assertThat(id(response)).isEqualTo("theirs-42");
        }
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private static void echoId(HttpServerExchange exchange) {
        exchange.getResponseSender().send(exchange.getRequestHeaders().getFirst("X-Request-Id"));
    }
}
