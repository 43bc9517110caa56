package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainOverAdminTest {

    private static final String PROBED = """
            services:
              orders:
                health-check: { path: /heartbeat, interval: 50ms, timeout: 5s, unhealthy-after: 1, healthy-after: 1 }
                versions: { "1": { hosts: ["%s"], requires: [] } }
            """;

    private final ObjectMapper json = new ObjectMapper();
    private Backend backend;
    private Gatehouse gateway;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
        gateway = Tenancy.start(backend);
    }

    @AfterEach
    void stop() {
        gateway.close();
        backend.close();
    }

    @Test
    void tellsWhereARequestWouldGoAndSendsNothing() throws Exception {
        HttpResponse<String> response = explain(gateway, """
                {"method": "GET", "path": "/orders/items?a=b&key=web-key"}
                """);

        JsonNode report = json.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(report.path("outcome").asText()).isEqualTo("forwarded");
        assertThat(report.at("/forward/service").asText()).isEqualTo("orders");
        assertThat(report.at("/forward/version").asText()).isEqualTo("1");
        assertThat(report.at("/forward/host").asText()).isEqualTo(backend.url());
        assertThat(report.at("/forward/path").asText()).isEqualTo("/items?a=b");
        assertThat(report.at("/caller/key").asText()).isEqualTo("acme/storefront/web");
        assertThat(response.body()).doesNotContain("web-key");
        assertThat(backend.calls()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"method": "GET", "path": "/orders/items"}                                           | key-missing
            {"method": "GET", "path": "/orders/items", "headers": {"key": "old-key"}}            | key-expired
            {"method": "GET", "path": "/orders/admin", "headers": {"key": ["web-key"]}}          | api-not-granted
            {"method": "GET", "path": "/status", "ip": "203.0.113.7"}                            | address-banned
            {"method": "GET", "path": "/status", "headers": {"X-Forwarded-For": "203.0.113.7"}}  | address-banned
            {"method": "GET", "path": "/closed"}                                                 | maintenance
            {"method": "GET", "path": "web-key"}                                                 | malformed-request
            {"method": "GET", "path": "/closed", "headers": {"Host": ["a", "b"]}}                | malformed-request
            """)
    void tellsWhyItWouldBeRefused(String description, String code) throws Exception {
        HttpResponse<String> response = explain(gateway, description);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json.readTree(response.body()).at("/answer/code").asText()).isEqualTo(code);
        assertThat(response.body()).doesNotContain("-key\"");
    }

    @Test
    void takesACallerByName() throws Exception {
        JsonNode report = json.readTree(explain(gateway, """
                {"method": "POST", "path": "/orders/v1/refunds", "as": "acme/storefront/web", "user": "ann", "groups": ["clerk"]}
                """).body());
        JsonNode expired = json.readTree(explain(gateway, """
                {"method": "GET", "path": "/orders/items", "as": "acme/storefront/old"}
                """).body());

        assertThat(report.at("/caller/key").asText()).isEqualTo("acme/storefront/web");
        assertThat(report.at("/request/groups/0").asText()).isEqualTo("clerk");
        assertThat(expired.at("/answer/code").asText()).isEqualTo("key-expired");
    }

    @Test
    void looksAtTheHealthOfNow() throws Exception {
        backend.sick(true);
        String description = "{\"method\": \"GET\", \"path\": \"/orders\"}";
        try (Gatehouse probing = Gatehouse.start(Configurations.of(PROBED.formatted(backend.url())))) {
            Eventually.logged(
                    "the sick host is left out",
                    () -> explain(probing, description).body().contains("no-healthy-host"));
            backend.sick(false);
            Eventually.logged(
                    "it is back", () -> explain(probing, description).body().contains("\"outcome\" : \"forwarded\""));
        }
    }

    @Test
    void countsNothing() throws Exception {
        String health = Calls.admin(gateway, "/health").body();
        for (int i = 0; i < 3; i++) {
            explain(gateway, "{\"method\": \"GET\", \"path\": \"/status\"}");
        }

        assertThat(Calls.admin(gateway, "/health").body().replaceAll("uptime_seconds\":\\d+", ""))
                .isEqualTo(health.replaceAll("uptime_seconds\":\\d+", ""));
        Eventually.shows(gateway, "http_server_active_requests 0.0");
        assertThat(Calls.admin(gateway, "/metrics").body()).doesNotContain("route=\"status\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not JSON                                | the body is not JSON
            {"method": "GET"}                       | path is missing
            {"method": "GET", "path": "/", "as": "acmee/a/b"}  | as: there is no such tenant; did you mean acme?
            {"method": "GET", "path": "/", "as": "web-key"}    | as names no key
            {"method": "GET", "path": "/", "as": 7}            | as is not a text
            {"method": "GET", "path": "/", "groups": "clerk"}  | groups is not a list of texts
            {"method": "GET", "path": "/", "groups": [7]}      | groups are no names
            """)
    void saysWhatIsWrongWithADescription(String body, String detail) throws Exception {
        HttpResponse<String> response = explain(gateway, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json.readTree(response.body()).path("detail").asText()).startsWith(detail);
        assertThat(response.body()).doesNotContain("web-key");
    }

    /** More than once: an answer that overtakes the body must not be lost when the connection is closed. */
    @RepeatedTest(50)
    void readsNoEndlessDescription() throws Exception {
        assertThat(explain(gateway, " ".repeat(64 * 1024 + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void isOnlyThereForOperators() throws Exception {
        assertThat(Calls.admin(gateway, "/explain").statusCode()).isEqualTo(405);
        assertThat(Calls.method(gateway, "POST", "/explain").statusCode()).isEqualTo(404);
        try (var connection = RawConnection.to(gateway.adminAddress())) {
            connection.send(
                    "POST /explain HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
            assertThat(connection.readHead())
                    .as("asked by a page that lied about its name")
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    private static HttpResponse<String> explain(Gatehouse gateway, String body) throws Exception {
        return Calls.send(Calls.request(gateway.adminAddress(), "/explain").POST(BodyPublishers.ofString(body)));
    }
}
