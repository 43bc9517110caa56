package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    private static final String WHOLE = """
            server: { port: 9090 }
            routes:
              - { path: /api/v1, backends: ["http://localhost:9001", "http://localhost:9002/"], strategy: random }
              - { path: /orders, backend: "http://localhost:9003", strategy: least-used }
              - { path: /bad, backend: "http://localhost:9003/path" }
            ratelimit: { max_tokens: 20, refill_rate: 5 }
            auth: { api_keys: ["one$key", "other"], jwt_secret: "a secret that is long enough for HS256" }
            circuitbreaker: { threshold: 3, timeout: 7 }
            healthcheck: { interval: 4 }
            dashboard: { enabled: true, log_capacity: 100 }
            adaptive_rate_limit: { enabled: true }
            weighted_lb: { enabled: true }
            """;

    @TempDir
    private Path folder;

    private ProgramRun translate(String config) throws Exception {
        Path file = Files.writeString(folder.resolve("config.yml"), config);
        return ProgramRun.of("import", "microgate", file.toString(), "--to", folder.resolve("to").toString());
    }

    @Test
    void writesFilesThatAreFreeOfProblems() throws Exception {
        ProgramRun run = translate(WHOLE);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "not as it was: routes[2].backends: \"http://localhost:9003/path\"",
                        "not as it was: routes./orders.strategy: \"least-used\"",
                        "not as it was: dashboard: ",
                        "not as it was: adaptive_rate_limit: ",
                        "not as it was: weighted_lb: ")
                .doesNotContain("one$key", "long enough");
        Path services = folder.resolve("to/registry/services.yml");
        assertThat(Files.readString(services))
                .contains(
                        "  api-v1:\n    routes: [{ path: \"/api/v1\" }]\n    load-balancing: random\n",
                        "hosts: [\"http://localhost:9001\", \"http://localhost:9002\"]",
                        "circuit-breaker: { consecutive-failures: 3, open-for: 7s }",
                        "interval: 4s",
                        "requires: { any-of: [key, token] }")
                .doesNotContain("bad:");
        assertThat(Files.readString(folder.resolve("to/gateway.yml"))).contains("0.0.0.0:9090");
        assertThat(Files.readString(folder.resolve("to/registry/policy.yml")))
                .contains("capacity: 20, refill: 5/s, per: address");

        ProgramRun check = ProgramRun.of("check", folder.resolve("to/gateway.yml").toString());
        assertThat(check.code()).as(check.out() + check.err()).isZero();
    }

    @Test
    void leavesOutWhatIsNotConfigured() throws Exception {
        ProgramRun run = translate("routes: [{ path: /a, backend: \"http://localhost:9001\" }]\nauth: { jwt_secret: short }\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("not as it was: auth.jwt_secret: ");
        assertThat(Files.readString(folder.resolve("to/registry/services.yml"))).contains("requires: []");
        ProgramRun check = ProgramRun.of("check", folder.resolve("to/gateway.yml").toString());
        assertThat(check.code()).as(check.out() + check.err()).isZero();
    }

    @Test
    void overwritesNothingAndSaysWhatIsWrong() throws Exception {
        assertThat(translate("routes: [").code()).isEqualTo(1);
        assertThat(translate(WHOLE).code()).isZero();
        ProgramRun again = translate(WHOLE);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("is not empty");
    }
}
