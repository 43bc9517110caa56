package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTest {

    private static Backend backend;
    private static Gatehouse gateway;

    @BeforeAll
    static void start() {
        backend = Backend.start("one");
        gateway = Gatehouse.start(Configurations.of(Configurations.orders(backend)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/health", "/metrics", "/heartbeat"})
    void answersItsPaths(String path) throws Exception {
        assertThat(Calls.admin(gateway, path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/health", "/metrics", "/heartbeat"})
    void keepsThemOffTheDataPort(String path) throws Exception {
        assertThat(Calls.get(gateway, path).statusCode()).isEqualTo(404);
    }

    @Test
    void showsEveryHost() throws Exception {
        JsonNode health =
                new ObjectMapper().readTree(Calls.admin(gateway, "/health").body());

        assertThat(health.path("environment").asText()).isEqualTo("dev");
        assertThat(health.at("/services/0/name").asText()).isEqualTo("orders");
        assertThat(health.at("/services/0/versions/0/hosts/0/address").asText()).isEqualTo(backend.url());
        assertThat(health.at("/services/0/versions/0/hosts/0/healthy").asBoolean())
                .isTrue();
    }

    @Test
    void countsWhatHasPassed() throws Exception {
        Calls.get(gateway, "/orders/items");
        Calls.get(gateway, "/nobody");

        Eventually.holds("both are counted", () -> {
            String metrics = Calls.admin(gateway, "/metrics").body();
            return metrics.lines().anyMatch(AdminTest::isGoodCall)
                    && metrics.lines().anyMatch(AdminTest::isUnknownService)
                    && metrics.contains("http_server_active_requests 0.0");
        });
        assertThat(Calls.admin(gateway, "/metrics").body())
                .contains("jvm_memory_used_bytes{area=\"heap\"", "gatehouse_registry_revision 1.0")
                .as("no raw paths")
                .doesNotContain("/orders/items");
    }

    private static boolean isGoodCall(String line) {
        return line.startsWith("http_server_request")
                && line.contains("http_route=\"orders\"")
                && line.contains("status_code=\"200\"");
    }

    private static boolean isUnknownService(String line) {
        return line.startsWith("gatehouse_rejections_total{code=\"service-unknown\"") && !line.endsWith(" 0.0");
    }

    @Test
    void countsTheKeysThatEndSoonAndThoseThatHaveEnded() throws Exception {
        Instant soon = Instant.now().plus(Duration.ofDays(3));
        String keys = """
                tenants:
                  acme:
                    name: Acme
                    applications:
                      app:
                        package: shop/basic
                        keys:
                          soon: { value: a, expires: %s }
                          later: { value: b, expires: 2999-01-01T00:00:00Z }
                          ended: { value: c, expires: 2020-01-01T00:00:00Z }
                products: { shop: { packages: { basic: { acl: {} } } } }
                """.formatted(soon);
        try (Gatehouse other = Gatehouse.start(Configurations.of(Configurations.orders(backend) + keys))) {
            assertThat(Calls.admin(other, "/metrics").body())
                    .contains("gatehouse_keys_expiring 1.0", "gatehouse_keys_expired 1.0");
        }
    }
}
