package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service all of whose routes redirect has no version, and is in nobody's way. */
class OnlyRedirectsTest {

    private static final String REGISTRY = """
            services:
              moved:
                routes: [{ path: /old, redirect: "https://new.example/orders", status: 308 }]
            """;

    @Test
    void redirectsAndLeadsNowhereElse() throws Exception {
        try (Backend backend = Backend.start("orders");
                Gatehouse gateway = Gatehouse.start(Configurations.of(
                        REGISTRY + Configurations.orders(backend).replace("services:\n", "")))) {
            HttpResponse<String> redirected = Calls.get(gateway, "/old/items?a=b");
            assertThat(redirected.statusCode()).isEqualTo(308);
            assertThat(redirected.headers().firstValue("Location")).contains("https://new.example/orders/items?a=b");
            for (String name : new String[] {"/moved", "/moved/items", "/moved/v1/items"}) {
                HttpResponse<String> refused = Calls.get(gateway, name);
                assertThat(refused.statusCode()).as(name).isEqualTo(404);
                assertThat(refused.body()).contains("service-unknown");
            }
            assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(200);
            HttpResponse<String> health = Calls.admin(gateway, "/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"healthy\"");
        }
    }

    @Test
    void isCheckedListedAndExplained(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("gateway.yml"), "registry: { file: { path: registry.yml, watch: false } }\n");
        Files.writeString(folder.resolve("registry.yml"), REGISTRY);
        assertThat(ProgramRun.of("check", "--config", file.toString()).err()).isEmpty();
        assertThat(ProgramRun.of("routes", "--config", file.toString()).out())
                .contains("/old", "redirect to https://new.example/orders")
                .doesNotContain("/moved");
        assertThat(ProgramRun.of("explain", "GET", "/moved/x", "--config", file.toString())
                        .out())
                .contains("service-unknown");
        assertThat(ProgramRun.of("explain", "GET", "/old/x", "--config", file.toString())
                        .out())
                .contains("redirect with 308 to https://new.example/orders/x");
    }
}
