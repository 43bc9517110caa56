package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The access log and the metrics name who called and which rule decided, as far as it was found out, and no credential. */
class WhoCalledTest {

    private static final String REGISTRY = """
            throttling:
              strategies:
                few: { algorithm: sliding-window, limit: 1, window: 1h, per: tenant }
              public: few
            services:
              orders:
                versions:
                  "1": { hosts: ["%1$s"], requires: [key] }
              status:
                versions: { "1": { hosts: ["%1$s"], requires: [] } }
            products:
              shop:
                packages:
                  basic:
                    acl:
                      orders: { "1": { get: { /reports: { access: [clerk] } } } }
            tenants:
              acme:
                name: Acme
                token: { type: jwt, algorithms: [HS256], secret: "%2$s" }
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: web-key-text }
                      lost: { value: lost-key-text, revoked: true }
              other:
                name: Other
                applications:
                  app: { package: shop/basic, keys: { main: { value: other-key-text } } }
            """;

    /** The fields that say who called and what decided. */
    private static final List<String> FIELDS =
            List.of("tenant", "application", "package", "key", "user", "strategy", "code", "decided_by");

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Backend backend;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void namesTheCallerOfWhatIsLetThrough() throws Exception {
        Map<String, String> line = line("json", "/orders/v1/items", "web-key-text", SignedToken.of("mia", "clerk"));

        assertThat(line)
                .containsEntry("tenant", "acme")
                .containsEntry("application", "storefront")
                .containsEntry("package", "shop/basic")
                .containsEntry("key", "acme/storefront/web")
                .containsEntry("user", "mia")
                .doesNotContainKeys("code");
        assertThat(line.get("decided_by")).as("the rule that granted it").matches("[^:]+:16:\\d+");
    }

    @Test
    void namesNobodyWhoShowsNoKey() throws Exception {
        assertThat(line("json", "/status/v1/items", null, null)).isEqualTo(Map.of("strategy", "few"));
    }

    @Test
    void namesTheRuleThatWantsAKey() throws Exception {
        Map<String, String> line = line("json", "/orders/v1/items", null, null);

        assertThat(line).containsOnlyKeys("code", "decided_by").containsEntry("code", "key-missing");
        assertThat(line.get("decided_by")).matches("[^:]+:8:\\d+");
    }

    @Test
    void namesARevokedKeyAndItsPlace() throws Exception {
        Map<String, String> line = line("json", "/orders/v1/items", "lost-key-text", null);

        assertThat(line)
                .containsOnlyKeys("tenant", "application", "package", "key", "code", "decided_by")
                .containsEntry("key", "acme/storefront/lost")
                .containsEntry("code", "key-revoked");
        assertThat(line.get("decided_by")).matches("[^:]+:26:\\d+");
    }

    @Test
    void namesTheCallerOfWhatItsGroupsAreRefused() throws Exception {
        Map<String, String> line = line("json", "/orders/v1/reports", "web-key-text", SignedToken.of("mia", "guest"));

        assertThat(line).containsEntry("code", "api-group-required").containsEntry("user", "mia");
        assertThat(line.get("decided_by")).matches("[^:]+:16:\\d+");
    }

    @Test
    void namesTheStrategyThatRefuses() throws Exception {
        try (Gatehouse gateway = gateway("json")) {
            call(gateway, "/status/v1/items", null, null);
            call(gateway, "/status/v1/items", null, null);
        }
        Map<String, String> refused = lines().get(1);

        assertThat(refused).containsEntry("strategy", "few").containsEntry("code", "too-many-requests");
        assertThat(refused.get("decided_by")).matches("[^:]+:4:\\d+");
    }

    @Test
    void hasTheSameInText() throws Exception {
        try (Gatehouse gateway = gateway("text")) {
            call(gateway, "/orders/v1/items", "web-key-text", SignedToken.of("mia smith", "clerk"));
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(" tenant=acme application=storefront package=shop/basic key=acme/storefront/web"
                        + " user=\"mia smith\" status=200 ")
                .contains(" decided_by=")
                .doesNotContain("web-key-text");
    }

    @Test
    void countsRequestsByTenant() throws Exception {
        try (Gatehouse gateway = gateway("json")) {
            call(gateway, "/orders/v1/items", "web-key-text", null);
            call(gateway, "/orders/v1/items", "lost-key-text", null);
            call(gateway, "/orders/v1/items", "no-such-key", null);
            call(gateway, "/orders/v1/items", "other-key-text", null);

            Eventually.shows(
                    gateway,
                    "gatehouse_tenant_requests_total{status=\"2xx\",tenant=\"acme\"} 1.0",
                    "gatehouse_tenant_requests_total{status=\"4xx\",tenant=\"acme\"} 1.0",
                    "gatehouse_tenant_requests_total{status=\"4xx\",tenant=\"none\"} 1.0",
                    "gatehouse_tenant_requests_total{status=\"2xx\",tenant=\"tenant:other\"} 1.0");
            assertThat(Calls.admin(gateway, "/metrics").body()).doesNotContain("key-text");
        }
    }

    @Test
    void countsNoTenantsIfTheyAreOff() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(Configurations.with("metrics: { tenants: off }", registry()))) {
            call(gateway, "/orders/v1/items", "web-key-text", null);

            Eventually.shows(gateway, "http_server_request_duration_seconds_count");
            assertThat(Calls.admin(gateway, "/metrics").body()).doesNotContain("gatehouse_tenant");
        }
    }

    private Gatehouse gateway(String format) {
        return Gatehouse.start(Configurations.logging(format, log, registry()));
    }

    private String registry() {
        return REGISTRY.formatted(backend.url(), SignedToken.SECRET);
    }

    /** What the line of one call says of who called and what decided. */
    private Map<String, String> line(String format, String path, String key, String token) throws Exception {
        try (Gatehouse gateway = gateway(format)) {
            call(gateway, path, key, token);
        }
        return lines().get(0);
    }

    private List<Map<String, String>> lines() throws Exception {
        List<Map<String, String>> lines = new ArrayList<>();
        for (String line : log.toString(StandardCharsets.UTF_8).lines().toList()) {
            assertThat(line).doesNotContain("key-text", "eyJ");
            JsonNode read = new ObjectMapper().readTree(line);
            Map<String, String> fields = new TreeMap<>();
            for (Iterator<String> names = read.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (FIELDS.contains(name)) {
                    fields.put(name, read.get(name).asText());
                }
            }
            lines.add(fields);
        }
        return lines;
    }

    private static void call(Gatehouse gateway, String path, String key, String token) throws Exception {
        HttpRequest.Builder request = Calls.request(gateway.address(), path);
        if (key != null) {
            request.header("key", key);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        Calls.send(request);
    }
}
