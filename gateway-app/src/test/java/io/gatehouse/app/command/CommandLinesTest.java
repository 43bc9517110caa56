package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {

    private static final String SERVICES = """
            services:
              orders:
                routes: [{ path: /api, version: "1", strip: true }]
                retry: { attempts: 1 }
                versions: { "1": { hosts: ["http://127.0.0.1:9001"], requires: [] } }
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(
                folder.resolve("gateway.yml"), "registry: { file: { path: services.yml, watch: false } }\n");
        Files.writeString(folder.resolve("services.yml"), SERVICES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "run",
                "check",
                "routes",
                "check --config",
                "check one two",
                "check one --config two",
                "explain GET /path",
                "diff one",
                "diff one two three",
                "diff one two --fail-on nothing",
                "diff --config one two",
                "usage one two",
                "unused --days x",
                "completion",
                "completion fish",
                "demo --admin-port -1",
                "run --confg x",
                "demo --port x",
                "demo --port 70000",
                "version extra",
                "--nonsense"
            })
    void answersAnUnusableCallWithTwo(String call) {
        assertThat(execute(call.isEmpty() ? new String[0] : call.split(" ", -1)))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("gatehouse: ").doesNotContain("\tat ");
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "help run", "run --help", "check -h", "demo --help", "completion -h"})
    void helpsOnStandardOutput(String call) {
        assertThat(execute(call.split(" ", -1))).isZero();
        assertThat(out.toString()).startsWith("Usage: gatehouse");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void tellsItsVersion(String call) {
        assertThat(execute(call)).isZero();
        assertThat(out.toString()).matches("gatehouse \\S+ \\(Java \\S+, .*\\)\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tellsItsVersionToMachines() throws Exception {
        assertThat(execute("version", "--json")).isZero();

        JsonNode version = new ObjectMapper().readTree(out.toString());
        assertThat(version.fieldNames()).toIterable().containsExactly("version", "java", "os", "arch");
        assertThat(version.path("java").asText()).isEqualTo(System.getProperty("java.runtime.version"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check FILE", "check -c FILE", "check --config=FILE", "routes FILE", "explain GET /orders FILE"})
    void takesTheConfigurationWithOrWithoutItsOption(String call) {
        assertThat(execute(call.replace("FILE", file.toString()).split(" ", -1)))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void checkReportsToMachines() throws Exception {
        Files.writeString(file, Files.readString(file) + "trusted-proxies: [192.0.2.9/24]\n");
        assertThat(execute("check", "--json", file.toString())).isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly("file", "ok", "total", "problems", "refusals", "warnings", "registry");
        assertThat(report.path("file").asText()).isEqualTo(file.toString());
        assertThat(report.path("ok").asBoolean()).isTrue();
        assertThat(report.path("warnings")).isNotEmpty();
        assertThat(report.at("/registry/services").asInt()).isEqualTo(1);
        assertThat(report.path("registry").fieldNames())
                .toIterable()
                .containsExactly("source", "services", "versions", "routes", "products", "tenants");
    }

    @Test
    void checkReportsProblemsToMachines() throws Exception {
        Files.writeString(folder.resolve("services.yml"), SERVICES.replace("retry:", "rety:"));

        assertThat(execute("check", file.toString(), "--json")).isEqualTo(1);

        assertThat(err.toString()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("ok").asBoolean()).isFalse();
        assertThat(report.path("total").asInt()).isEqualTo(1);
        JsonNode problem = report.at("/problems/0");
        assertThat(problem.path("source").asText()).endsWith("services.yml");
        assertThat(problem.path("line").asInt()).isEqualTo(4);
        assertThat(problem.path("column").asInt()).isEqualTo(5);
        assertThat(problem.path("path").asText()).isEqualTo("services.orders.rety");
        assertThat(problem.path("expected").asText()).contains("did you mean retry?");
        assertThat(problem.path("text").asText()).contains("services.yml:4:5 services.orders.rety: ");
        assertThat(report.has("registry")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gatehouse che, check",
        "gatehouse ro, routes",
        "gatehouse diff --fail-on g, gain",
        "gatehouse registry im, import",
        "gatehouse completion z, zsh",
        "gatehouse check --js, --json"
    })
    void completesInBash(String typed, String completed) throws Exception {
        assertThat(execute("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), out.toString());
        List<String> words = List.of(typed.split(" "));

        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(" + typed + "); COMP_CWORD=" + (words.size() - 1)
                                + "; _complete_gatehouse; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.strip().split("\\s+")).contains(completed);
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void checkTellsWhatItReadAndWhatIsHardlyMeant() throws Exception {
        Files.writeString(file, Files.readString(file) + "trusted-proxies: [192.0.2.9/24]\n");
        assertThat(execute("check", "--config", file.toString())).isZero();
        assertThat(out.toString().lines().toList())
                .first()
                .asString()
                .contains("1 service, 1 version, 1 route, 0 products, 0 tenants");
        assertThat(out.toString()).contains("trusted-proxies[0]");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void checkNumbersTheProblems() throws Exception {
        Files.writeString(folder.resolve("services.yml"), SERVICES.replace("retry:", "rety:") + "        oders: {}\n");

        assertThat(execute("check", "--config", file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .allMatch(line -> line.matches("\\d+\\. .*services\\.yml:\\d+:\\d+.*\\(expected .*\\)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.mmdb", "services.yml"})
    void checkRefusesAGeoDatabaseThatCannotBeUsed(String database) throws Exception {
        Files.writeString(
                file,
                "registry: { file: { path: services.yml, watch: false } }\ngeo: { database: " + database + " }\n");

        assertThat(execute("check", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .matches("1\\. .*gateway\\.yml:2:\\d+ geo\\.database: " + database
                        + " \\(expected a MaxMind database of countries, but .*(does not exist|is not a MaxMind database, or"
                        + " a damaged one)\\)");
    }

    @Test
    void checkDoesNotLookAtThePorts() throws Exception {
        try (var taken = new ServerSocket(0)) {
            Files.writeString(
                    file,
                    "listen: { address: 127.0.0.1:" + taken.getLocalPort()
                            + " }\nregistry: { file: { path: services.yml } }\n");

            assertThat(execute("check", "--config", file.toString())).isZero();
        }
    }

    @Test
    void routesPrintsATable() {
        assertThat(execute("routes", "--config", file.toString())).isZero();
        assertThat(out.toString().lines().toList())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("PATH");
        assertThat(out.toString()).containsPattern("/api +\\* +orders +1 +yes +- +.*http://127\\.0\\.0\\.1:9001");
    }

    @Test
    void routesPrintsJson() throws Exception {
        assertThat(execute("routes", "--config", file.toString(), "--json")).isZero();

        JsonNode entries = new ObjectMapper().readTree(out.toString());
        assertThat(entries).hasSize(3);
        assertThat(entries.at("/0/path").asText()).isEqualTo("/api");
        assertThat(entries.at("/0/strip").asBoolean()).isTrue();
        assertThat(entries.at("/1/path").asText()).isEqualTo("/orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "routes"})
    void aFileThatIsNotThereIsOneLine(String command) {
        assertThat(execute(command, "--config", folder.resolve("none.yml").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("none.yml: no such file").doesNotContain("\tat ");
    }

    private int execute(String... arguments) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), Colours.off());
        return CommandLines.execute(arguments, terminal);
    }
}
