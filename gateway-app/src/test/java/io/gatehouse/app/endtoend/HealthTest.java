package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final String PROBED =
            "    health-check: { path: /heartbeat, interval: 50ms, timeout: 5s, unhealthy-after: 2, healthy-after: 1, slow-start: off }\n";

    private Backend one;
    private Backend two;
    private Gatehouse gateway;

    @BeforeEach
    void start() {
        one = Backend.start("one");
        two = Backend.start("two");
        gateway = Gatehouse.start(Configurations.of(Configurations.orders(PROBED, one, two)));
    }

    @AfterEach
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    @Test
    void skipsASickHostAndTakesItBack() throws Exception {
        one.sick(true);
        Eventually.logged("host one is out", () -> health().contains("\"healthy\":false"));
        assertThat(tenAnswers()).containsExactly("two /");

        one.sick(false);
        Eventually.logged("host one is back", () -> !health().contains("\"healthy\":false"));
        assertThat(tenAnswers()).containsExactlyInAnyOrder("one /", "two /");
    }

    @Test
    void answers503WhileAllAreSick() throws Exception {
        one.sick(true);
        two.sick(true);
        Eventually.logged(
                "nobody is left", () -> Calls.admin(gateway, "/health").statusCode() == 503);

        HttpResponse<String> response = Calls.get(gateway, "/orders");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"code\":\"no-healthy-host\"");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void tellsWhyAHostIsSick() throws Exception {
        one.sick(true);

        Eventually.logged("the reason is shown", () -> health().contains("500"));
    }

    @Test
    void asksAsTheHealthCheckSays() throws Exception {
        try (Backend picky = Backend.start("picky")) {
            picky.heartbeat(exchange -> {
                boolean asked =
                        "orders.example".equals(exchange.getRequestHeaders().getFirst("Host"))
                                && "1".equals(exchange.getRequestHeaders().getFirst("X-Probe"));
                exchange.setStatusCode(asked ? 204 : 200);
            });
            String check = PROBED.replace(" }", ", host: orders.example, statuses: [201-299], headers: %s }");
            try (Gatehouse well = serving(check.formatted("{ X-Probe: 1 }"), picky);
                    Gatehouse sick = serving(check.formatted("{ X-Probe: 2 }"), picky)) {
                Eventually.logged(
                        "the other question is answered with another status",
                        () -> Calls.admin(sick, "/health").body().contains("status 200 instead of 201-299"));
                assertThat(Calls.admin(well, "/health").statusCode()).isEqualTo(200);
            }
        }
    }

    private static Gatehouse serving(String check, Backend host) {
        return Gatehouse.start(Configurations.of(Configurations.orders(check, host)));
    }

    private String health() throws Exception {
        return Calls.admin(gateway, "/health").body();
    }

    private Set<String> tenAnswers() throws Exception {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> response = Calls.get(gateway, "/orders");
            assertThat(response.statusCode()).isEqualTo(200);
            answers.add(response.body());
        }
        return answers;
    }
}
