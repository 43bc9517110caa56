package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {

    private static final String REGISTRY = """
            cors: { origins: ["https://shop.example"] }
            ip-ban: [203.0.113.0/24]
            services:
              orders:
                routes: [{ path: /shop, host: api.example, version: "1", strip: true }]
                versions:
                  "1": { hosts: ["http://127.0.0.1:9001"], requires: [key] }
            products:
              shop: { packages: { basic: { acl: { orders: { "1": { apis: restricted, get: { /items: {} } } } } } } }
            tenants:
              acme:
                name: Acme
                applications:
                  storefront: { package: shop/basic, keys: { web: { value: secret-web-key } } }
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(
                folder.resolve("gateway.yml"), "registry: { file: { path: registry.yml, watch: false } }\n");
        Files.writeString(folder.resolve("registry.yml"), REGISTRY);
    }

    @Test
    void namesEveryStageAndWhereTheRequestGoes() {
        ProgramRun run = explain("GET", "/orders/v1/items?a=b&key=secret-web-key");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(folder + "/", "").lines())
                .startsWith("GET /orders/v1/items?a=b from 127.0.0.1", "")
                .contains(
                        "10  FindKey                  passed   the key is acme/storefront/web     registry.yml:14:50",
                        "the caller",
                        "  key      acme/storefront/web")
                .endsWith(
                        "forwarded",
                        "  service  orders version 1",
                        "  host     http://127.0.0.1:9001",
                        "  path     /items?a=b");
    }

    @Test
    void saysWhatIsTriedAgain() throws Exception {
        Files.writeString(
                folder.resolve("registry.yml"),
                REGISTRY.replace("    versions:", "    retry: { on: [503, reset], attempts: 2 }\n    versions:"));

        assertThat(explain("GET", "/orders/v1/items?key=secret-web-key").out())
                .contains("would be retried on reset, 503 at most 2 times")
                .contains("registry.yml:6:5");
    }

    @Test
    void endsWithTheStageThatRefusesAndThePlaceThatDecided() {
        ProgramRun run = explain("GET", "/orders/v1/admin", "-H", "key: secret-web-key");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replace(folder + "/", "").lines())
                .contains(
                        "14  AuthorizeVersion         refused  shop/basic does not list GET /admin  registry.yml:9:49")
                .endsWith(
                        "refused by AuthorizeVersion",
                        "  status   403",
                        "  code     api-not-granted (159)",
                        "  message  The caller has no access to this API");
    }

    @Test
    void showsWhatAStageAnswersItself() {
        ProgramRun run = explain(
                "OPTIONS",
                "/orders",
                "-H",
                "Origin: https://shop.example",
                "--header",
                "Access-Control-Request-Method: GET");

        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .contains(
                        "answered by HandlePreflight",
                        "  status   204",
                        "  header   Access-Control-Allow-Origin: https://shop.example");
    }

    @Test
    void hasAMachineForm() throws Exception {
        ProgramRun run = explain("GET", "/orders/v1/admin?key=secret-web-key&a=b", "--json", "--ip", "192.0.2.7");
        JsonNode report = new ObjectMapper().readTree(run.out());

        assertThat(run.code()).isEqualTo(1);
        assertThat(report.at("/request/path").asText()).isEqualTo("/orders/v1/admin?a=b");
        assertThat(report.at("/request/peer").asText()).isEqualTo("192.0.2.7");
        assertThat(report.at("/outcome").asText()).isEqualTo("refused");
        assertThat(report.at("/ended_by").asText()).isEqualTo("AuthorizeVersion");
        assertThat(report.at("/answer/status").asInt()).isEqualTo(403);
        assertThat(report.at("/answer/code").asText()).isEqualTo("api-not-granted");
        assertThat(report.at("/caller/tenant").asText()).isEqualTo("acme");
        assertThat(report.has("forward")).isFalse();
        JsonNode last = report.at("/steps/13");
        assertThat(last.path("number").asInt()).isEqualTo(14);
        assertThat(last.path("stage").asText()).isEqualTo("AuthorizeVersion");
        assertThat(last.path("verdict").asText()).isEqualTo("refused");
        assertThat(last.at("/compared/0/decided_by").asText()).isEqualTo(folder + "/registry.yml:9:49");
        assertThat(report.path("steps")).hasSize(14);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET   | /orders/items              | key: secret-web-key      | 127.0.0.1   | forwarded
            GET   | http://api.example/shop/items | key: secret-web-key   | 127.0.0.1   | forwarded
            GET   | /shop/items                | Host: API.example:8080   | 127.0.0.1   | key-missing
            GET   | /shop/items                | -                        | 127.0.0.1   | service-unknown
            GET   | http://api.example/shop    | Host: other.example      | 127.0.0.1   | malformed-request
            GET   | /orders/items              | -                        | 127.0.0.1   | key-missing
            GET   | /orders/items              | X-API-Key: secret-typo   | ::1         | key-unknown
            GET   | /orders/items              | -                        | 203.0.113.9 | address-banned
            GET   | /orders/items              | X-Forwarded-For: 203.0.113.9 | 192.0.2.1 | key-missing
            GET   | /orders/../items           | key: secret-web-key      | 127.0.0.1   | ambiguous-path
            TRACE | /orders                    | -                        | 127.0.0.1   | method-not-supported
            """)
    void judgesAsTheGatewayWould(String method, String path, String header, String ip, String expected)
            throws Exception {
        var call = new ArrayList<>(List.of(method, path, "--ip", ip, "--json"));
        if (header != null) {
            call.addAll(List.of("-H", header));
        }

        ProgramRun run = explain(call.toArray(String[]::new));

        JsonNode report = new ObjectMapper().readTree(run.out());
        String end = report.at("/answer/code").asText(report.path("outcome").asText());
        assertThat(end).isEqualTo(expected);
        assertThat(run.code()).isEqualTo(expected.equals("forwarded") ? 0 : 1);
        assertThat(run.out() + run.err()).doesNotContain("secret-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "GET /a /b", "GET /orders --ip localhost", "GET /orders -H secret", "GET /orders --ip"})
    void answersAnUnusableCallWithTwo(String call) {
        ProgramRun run = explain(call.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("gatehouse: ").doesNotContain("secret").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET orders",
                "G(T /orders",
                "GET /orders#secret",
                "GET /orders -H :secret",
                "GET /orders -H Host:a -H Host:secret",
                "GET /orders -H Content-Length:secret",
                "GET http://me:secret@host/"
            })
    void refusesWhatAConnectionWouldRefuse(String call) {
        ProgramRun run = explain(call.split(" "));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("RequestHeadParser", "malformed-request").doesNotContain("secret");
    }

    @Test
    void cannotTellWhileTheConfigurationHasProblems() throws Exception {
        Files.writeString(folder.resolve("registry.yml"), REGISTRY.replace("tenants:", "tenant:"));

        ProgramRun run = explain("GET", "/orders");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("registry.yml:10:1 tenant: ");
    }

    @Test
    void letsNoCharacterOfARequestSteerTheTerminal() {
        ProgramRun run = explain("OPTIONS", "/orders", "-H", "Origin: https://\u009b31mred");

        assertThat(run.out()).contains("?31mred may not call").doesNotContain("\u009b");
    }

    private ProgramRun explain(String... arguments) {
        var call = new ArrayList<>(List.of("explain", "--config", file.toString()));
        call.addAll(List.of(arguments));
        return ProgramRun.of(call.toArray(String[]::new));
    }
}
