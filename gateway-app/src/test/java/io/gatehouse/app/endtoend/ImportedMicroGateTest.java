package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a MicroGate's configuration becomes, and that it serves as it did. */
class ImportedMicroGateTest {

    @TempDir
    private Path folder;

    @Test
    void servesAsMicroGateDid() throws Exception {
        try (Backend one =
                Backend.start("one", exchange -> exchange.getResponseSender().send(exchange.getRequestPath()))) {
            ProgramRun run = imported("""
                    server: { port: 1 }
                    routes:
                      - { path: /api/v1, backends: ["%1$s"], strategy: random }
                      - { path: /api, backend: "%1$s" }
                      - { path: /api-v1/x, backend: "%1$s" }
                    ratelimit: { max_tokens: 4, refill_rate: 0.0003 }
                    auth: { api_keys: [first-key, second-key], jwt_secret: "%2$s" }
                    circuitbreaker: { threshold: 5, timeout: 30 }
                    """.formatted(one.url(), SignedToken.SECRET));
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            Path config = folder.resolve("out/gateway.yml");
            assertThat(ProgramRun.of("check", config.toString()).out()).contains("is fine: 3 services");
            assertThat(written()).doesNotContain("first-key").contains("0.0.0.0:1");

            Files.writeString(config, Files.readString(config).replace("0.0.0.0:1", "127.0.0.1:0"));
            try (Gatehouse gateway = Gatehouse.start(
                    GatehouseConfiguration.read(config, Map.of("GATEWAY_ADMIN_ADDRESS", "127.0.0.1:0")))) {
                assertThat(call(gateway, "X-API-Key", "second-key").body()).isEqualTo("/api/v1/users");
                assertThat(status(gateway, "Authorization", "Bearer " + SignedToken.of("ann", "staff")))
                        .isEqualTo(200);
                assertThat(status(gateway, "X-API-Key", "no-key")).isEqualTo(401);
                assertThat(status(gateway, "X-Other", "first-key")).isEqualTo(401);
                assertThat(status(gateway, "X-API-Key", "first-key"))
                        .as("four tokens, and one more every hour")
                        .isEqualTo(429);
            }
        }
    }

    @Test
    void isOpenWhereMicroGateIs() throws Exception {
        ProgramRun run = imported("routes: [ { path: /, backend: \"http://127.0.0.1:9001\" } ]\n");

        assertThat(run.code()).isZero();
        assertThat(written()).contains("root:", "requires: []", "0.0.0.0:8080").doesNotContain("tenants");
    }

    @Test
    void listsWhatHasNoCounterpart() throws Exception {
        ProgramRun run = imported("""
                routes: [ { path: /a, backend: "http://127.0.0.1:9001" } ]
                healthcheck: { interval: 7 }
                processes: [ { name: one, command: sleep } ]
                adaptive_rate_limit: { enabled: true }
                weighted_lb: { enabled: true }
                colour: blue
                """);

        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches(".*config.yml:3:1 processes: no counterpart; left out: .*"))
                .anyMatch(line -> line.matches(".*config.yml:4:1 adaptive_rate_limit: .*"))
                .anyMatch(line -> line.matches(".*config.yml:5:1 weighted_lb: .*"))
                .anyMatch(line -> line.matches(".*config.yml:6:1 colour: .* no such key .*"))
                .anyMatch(line -> line.matches(".*config.yml:2:1 healthcheck: .* asked for /, .*"));
        assertThat(written()).contains("interval: \"7s\"", "200-499");
    }

    @Test
    void keepsAsMuchOfCallsAsMicroGateDid() throws Exception {
        ProgramRun run = imported("""
                routes: [ { path: /a, backend: "http://127.0.0.1:9001" } ]
                dashboard: { enabled: true, log_capacity: 500, sse_buffer: 64 }
                analytics: { enabled: true, bucket_interval: 1m, retention: 24h, analyzer_interval: 5m }
                """);

        assertThat(run.code()).isZero();
        assertThat(written().replaceAll("\\s+", " ")).contains("traffic-log: keep: 500", "analytics: keep: \"24h\"");
        assertThat(ProgramRun.of("check", folder.resolve("out/gateway.yml").toString())
                        .out())
                .contains("is fine");
    }

    @Test
    void keepsNothingOfCallsWhereMicroGateDidNot() throws Exception {
        ProgramRun run = imported("""
                routes: [ { path: /a, backend: "http://127.0.0.1:9001" } ]
                dashboard: { enabled: false }
                analytics: { enabled: false }
                """);

        assertThat(run.code()).isZero();
        assertThat(written()).contains("dashboard: false", "traffic-log: null", "analytics: null");
        assertThat(ProgramRun.of("check", folder.resolve("out/gateway.yml").toString())
                        .out())
                .contains("is fine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            routes: []                                                                          | config.yml:1:9 routes
            server: { port: 1 }                                                                 | routes
            routes: [ { path: /a } ]                                                            | hosts
            routes: [ { path: /a%, backend: "http://h" } ]                                      | config.yml:1:
            routes: [ { path: /a, backend: "ftp://h" } ]                                        | ftp://h
            routes: [ { path: /a, backend: "http://h", strategy: weighted } ]                   | round-robin, random
            auth: {}~routes: [ { path: /a, backend: "http://h" } ]                              | neither keys nor a secret
            auth: { jwt_secret: short }~routes: [ { path: /a, backend: "http://h" } ]           | at least 32 bytes
            auth: { api_keys: [a, a] }~routes: [ { path: /a, backend: "http://h" } ]            | key
            ratelimit: { max_tokens: 0, refill_rate: 1 }~routes: [ { path: /a, backend: "http://h" } ] | max_tokens
            ratelimit: { max_tokens: 1, refill_rate: 0 }~routes: [ { path: /a, backend: "http://h" } ] | refill_rate
            dashboard: { log_capacity: 0 }~routes: [ { path: /a, backend: "http://h" } ]        | log_capacity
            analytics: { retention: soon }~routes: [ { path: /a, backend: "http://h" } ]        | retention
            routes: [                                                                           | config.yml:
            """)
    void writesNothingWhereThereAreMistakes(String config, String said) throws Exception {
        ProgramRun run = imported(config.replace('~', '\n') + "\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("nothing was written", said).doesNotContain("short\"");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void writesOverNothing() throws Exception {
        Files.createDirectory(folder.resolve("out"));
        Files.writeString(folder.resolve("out/mine"), "mine");

        ProgramRun run = imported("routes: [ { path: /, backend: \"http://127.0.0.1:9001\" } ]\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("is not empty");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/mine");
    }

    @Test
    void leavesSecretsToTheirOwnerAndAsTheyAre() throws Exception {
        imported("""
                routes: [ { path: /, backend: "http://h" } ]
                auth: { jwt_secret: "a-secret-that-is-as-long-as-${HS256}-wants" }
                """);

        assertThat(written()).contains("as-long-as-$${HS256}-wants");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("out/registry/gateway.yml"))))
                .isEqualTo("rw-------");
    }

    private ProgramRun imported(String config) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yml"), config);
        return ProgramRun.of(
                "import",
                "microgate",
                file.toString(),
                "--to",
                folder.resolve("out").toString());
    }

    private String written() throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static int status(Gatehouse gateway, String header, String value) throws Exception {
        return call(gateway, header, value).statusCode();
    }

    private static HttpResponse<String> call(Gatehouse gateway, String header, String value) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/api/v1/users").header(header, value));
    }
}
