package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the registry says of breakers and outliers holds, and whoever wants to know is told. */
class BreakerTest {

    private static final String SERVICE = """
            services:
              orders:
            %s
                versions: { "1": { hosts: [%s], requires: [] } }
            """;
    private static final String GUARDED =
            "    circuit-breaker: { consecutive-failures: 2, failure-rate: off, slow-rate: off, open-for: 1h }";
    private static final String SELECTIVE = "    outliers: { consecutive-failures: 2, eject-for: 1h }";
    private static final String FAILING = "2 failures in a row, the last: status 500";

    private final ObjectMapper json = new ObjectMapper();
    private final Backend sick = Backend.start("sick", exchange -> exchange.setStatusCode(500));
    private final Backend well = Backend.start("well");

    @TempDir
    private Path temporary;

    @AfterEach
    void stop() {
        sick.close();
        well.close();
    }

    @Test
    void anOpenBreakerIsToldEverywhereAndKeptByReloads() throws Exception {
        var registry = new RegistryFolder(temporary);
        String hosts = "\"" + sick.url() + "\"";
        registry.write("all.yml", SERVICE.formatted(GUARDED, hosts));
        try (Gatehouse gateway = registry.start()) {
            assertThat(explained(gateway)).contains("the circuit breaker is closed", "all.yml:3:");
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(500);
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(500);
            Eventually.logged(
                    "the breaker is open",
                    () -> health(gateway)
                            .at("/services/0/versions/0/breaker/state")
                            .asText()
                            .equals("open"));

            HttpResponse<String> refused = Calls.get(gateway, "/orders");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("circuit-open");
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 3600L);
            JsonNode health = health(gateway);
            assertThat(health.path("status").asText()).isEqualTo("failing");
            assertThat(health.at("/services/0/versions/0/breaker/why").asText()).isEqualTo(FAILING);
            assertThat(explained(gateway)).contains("circuit-open", "the circuit breaker is open since ", FAILING);
            Eventually.shows(
                    gateway,
                    "gatehouse_circuit_state{service=\"orders\",version=\"1\"} 2.0",
                    "gatehouse_circuit_changes_total{service=\"orders\",to=\"open\",version=\"1\"} 1.0",
                    "gatehouse_rejections_total{code=\"circuit-open\",fault=\"upstream\"} 1.0");

            registry.write("all.yml", SERVICE.formatted("    keep-open: true\n" + GUARDED, hosts));
            gateway.reload();
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(503);
            assertThat(explained(gateway)).contains("all.yml:4:");

            registry.write("all.yml", SERVICE.formatted("    circuit-breaker: off", hosts));
            gateway.reload();
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(500);
            assertThat(health(gateway).at("/services/0/versions/0/breaker").isMissingNode())
                    .isTrue();
        }
    }

    @Test
    void anEjectedHostIsToldAndGetsNoRequests() throws Exception {
        var registry = new RegistryFolder(temporary);
        registry.write("all.yml", SERVICE.formatted(SELECTIVE, "\"" + sick.url() + "\", \"" + well.url() + "\""));
        try (Gatehouse gateway = registry.start()) {
            for (int i = 0; i < 4; i++) {
                Calls.get(gateway, "/orders");
            }
            Eventually.logged(
                    "the host is ejected",
                    () -> health(gateway)
                            .at("/services/0/versions/0/hosts/0/ejected/why")
                            .asText()
                            .equals(FAILING));
            for (int i = 0; i < 10; i++) {
                assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(200);
            }
            assertThat(health(gateway).path("status").asText()).isEqualTo("degraded");
            assertThat(explained(gateway)).contains(sick.url() + " is ejected until ", FAILING, "all.yml:3:");
            assertThat(Calls.admin(gateway, "/metrics").body())
                    .contains(
                            "gatehouse_upstream_ejected{service=\"orders\",upstream=\"" + sick.url()
                                    + "\",version=\"1\"} 1.0",
                            "gatehouse_upstream_ejected{service=\"orders\",upstream=\"" + well.url()
                                    + "\",version=\"1\"} 0.0");
        }
    }

    private JsonNode health(Gatehouse gateway) throws Exception {
        return json.readTree(Calls.admin(gateway, "/health").body());
    }

    private static String explained(Gatehouse gateway) throws Exception {
        return Calls.send(Calls.request(gateway.adminAddress(), "/explain")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"method\": \"GET\", \"path\": \"/orders\"}")))
                .body();
    }
}
