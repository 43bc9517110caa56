package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that has hosts of its own: its calls go there, everybody else's go where they always went. */
class DedicatedHostsTest {

    private static final String REGISTRY = """
            services:
              orders:
                health-check: { path: /heartbeat, interval: 50ms, timeout: 5s, unhealthy-after: 2, healthy-after: 1 }
                versions:
                  "1": { hosts: ["%1$s"], requires: [key] }
                  "2": { hosts: ["%1$s"], requires: [key] }
            products: { shop: { packages: { basic: { acl: { orders: { "1": {}, "2": {} } } } } } }
            tenants:
              acme:
                name: Acme
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: web-key }
                      own:
                        value: own-key
                        hosts:
                          orders: ["%2$s"]
                          "orders:2": ["%3$s"]
            """;

    @TempDir
    private Path temporary;

    private final ObjectMapper json = new ObjectMapper();
    private final Backend shared = Backend.start("shared");
    private final Backend own = Backend.start("own");
    private final Backend second = Backend.start("second");
    private RegistryFolder registry;
    private Gatehouse gateway;

    @BeforeEach
    void start() throws Exception {
        registry = new RegistryFolder(temporary);
        registry.write("all.yml", REGISTRY.formatted(shared.url(), own.url(), second.url()));
        gateway = registry.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        shared.close();
        own.close();
        second.close();
    }

    @Test
    void areUsedForItsCallsAlone() throws Exception {
        assertThat(call("own-key", "/orders/v1/items").body()).isEqualTo("own /items");
        assertThat(call("own-key", "/orders/v2/items").body()).isEqualTo("second /items");
        assertThat(call("own-key", "/orders/items").body()).isEqualTo("second /items");
        assertThat(call("web-key", "/orders/v1/items").body()).isEqualTo("shared /items");
        assertThat(call("web-key", "/orders/v2/items").body()).isEqualTo("shared /items");
    }

    @Test
    void areExplainedByTheLineThatListsThem() throws Exception {
        HttpResponse<String> answer = Calls.send(Calls.request(gateway.adminAddress(), "/explain")
                .POST(BodyPublishers.ofString(
                        "{\"method\": \"GET\", \"path\": \"/orders/v1\", \"headers\": {\"key\": \"own-key\"}}")));

        JsonNode report = json.readTree(answer.body());
        assertThat(report.at("/forward/host").asText()).isEqualTo(own.url());
        JsonNode last = report.get("steps").get(report.get("steps").size() - 1);
        assertThat(last.toString()).contains("ChooseHost").contains(own.url()).contains("all.yml:19");
    }

    @Test
    void failForItAlone() throws Exception {
        own.sick(true);
        Eventually.logged("its host is out", () -> call("own-key", "/orders/v1").statusCode() == 503);

        assertThat(call("own-key", "/orders/v1").body()).contains("no-healthy-host");
        assertThat(call("own-key", "/orders/v2").statusCode()).isEqualTo(200);
        assertThat(call("web-key", "/orders/v1").statusCode()).isEqualTo(200);
        HttpResponse<String> health = Calls.admin(gateway, "/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(json.readTree(health.body()).get("status").asText()).isEqualTo("degraded");
        assertThat(health.body()).contains("\"caller\":\"acme/storefront/own\"");

        own.sick(false);
        Eventually.logged("it is back", () -> call("own-key", "/orders/v1").statusCode() == 200);
    }

    @Test
    void followTheRegistry() throws Exception {
        assertThat(call("own-key", "/orders/v1").body()).isEqualTo("own /");

        registry.write("all.yml", REGISTRY.formatted(shared.url(), second.url(), second.url()));
        gateway.reload();

        assertThat(call("own-key", "/orders/v1").body()).isEqualTo("second /");
        assertThat(Calls.admin(gateway, "/health").body()).doesNotContain(own.url());
    }

    private HttpResponse<String> call(String key, String path) throws Exception {
        return Calls.send(Calls.request(gateway.address(), path).header("key", key));
    }
}
