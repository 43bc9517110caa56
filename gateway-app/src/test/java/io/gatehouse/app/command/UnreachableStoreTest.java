package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.endtoend.EmulatedStore;
import io.gatehouse.domain.upstream.HeldPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands whose registry is in a database that cannot be reached, or does not let them in. */
@Execution(ExecutionMode.CONCURRENT)
class UnreachableStoreTest {

    /** The driver looks again after half a second at the earliest, so one look is enough for most. */
    private static final String SOON = "/?serverSelectionTimeoutMS=400";

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("registry"));
        Files.writeString(
                folder.resolve("registry/services.yml"),
                "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"], requires: [] } } } }\n");
    }

    private String configuration(String uri) throws IOException {
        return configuration("mongo", "mongo: { uri: \"" + uri + "\", database: gate }");
    }

    private String configuration(String source, String store) throws IOException {
        return Files.writeString(
                        folder.resolve("gateway.yml"),
                        "registry: { source: " + source + ", file: { path: registry }, " + store + " }\n")
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "check FILE, 1",
        "routes FILE, 1",
        "explain GET /orders FILE, 2",
        "diff FILE FILE --fail-on any, 2",
        "registry diff FILE, 1",
        "registry import FILE, 1",
        "registry import FILE --dry-run, 1",
        "registry export FILE --to OUT, 1",
    })
    void nameTheServerAndTheReasonInALine(String call, int code) throws Exception {
        try (HeldPort away = HeldPort.any()) {
            String uri = "mongodb://ann:sesame-word@127.0.0.1:" + away.number() + SOON;
            String line = "gatehouse: cannot reach MongoDB at 127.0.0.1:" + away.number() + ": connection refused";

            ProgramRun run = run(call, configuration(uri));

            assertThat(run.code()).isEqualTo(code);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines().distinct()).containsExactly(line);
        }
    }

    @Test
    void nameEveryServerOfASet() throws Exception {
        try (HeldPort one = HeldPort.any();
                HeldPort two = HeldPort.any()) {
            String uri = "mongodb://127.0.0.1:" + one.number() + ",127.0.0.1:" + two.number() + SOON;

            assertThat(run("check FILE", configuration(uri)).err())
                    .contains("127.0.0.1:" + one.number() + ": connection refused")
                    .contains("127.0.0.1:" + two.number() + ": connection refused");
        }
    }

    @Test
    void areToldOfTheDatabaseOfASoajsInstallation() throws Exception {
        try (HeldPort away = HeldPort.any()) {
            String uri = "mongodb://127.0.0.1:" + away.number() + SOON;

            ProgramRun run = run("check FILE", configuration("soajs", "soajs: { uri: \"" + uri + "\" }"));

            assertThat(run.err())
                    .isEqualToIgnoringNewLines(
                            "gatehouse: cannot reach MongoDB at 127.0.0.1:" + away.number() + ": connection refused");
        }
    }

    @Test
    void doNotWaitForAServerThatSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            int port = silent.getLocalPort();

            ProgramRun run = run("check FILE", configuration("mongodb://127.0.0.1:" + port + SOON));

            assertThat(run.err())
                    .isEqualToIgnoringNewLines("gatehouse: cannot reach MongoDB at 127.0.0.1:" + port + ": no answer");
        }
    }

    @Test
    void sayThatTheDatabaseDoesNotLetThemIn() throws Exception {
        try (var store = new EmulatedStore()) {
            String uri = "mongodb://ann:sesame-word@127.0.0.1:" + store.port() + "/?serverSelectionTimeoutMS=20000";

            ProgramRun run = run("check FILE", configuration(uri));

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualToIgnoringNewLines(
                            "gatehouse: cannot reach MongoDB at 127.0.0.1:" + store.port() + ": authentication failed");
        }
    }

    @Test
    void haveTheReasonInTheMachineForm() throws Exception {
        try (HeldPort away = HeldPort.any()) {
            ProgramRun run = run("check --json FILE", configuration("mongodb://127.0.0.1:" + away.number() + SOON));

            assertThat(run.err()).isEmpty();
            assertThat(new ObjectMapper()
                            .readTree(run.out())
                            .at("/problems/0/given")
                            .asText())
                    .isEqualTo("cannot reach MongoDB at 127.0.0.1:" + away.number() + ": connection refused");
        }
    }

    private ProgramRun run(String call, String file) {
        String out = folder.resolve("out").toString();
        return ProgramRun.of(call.replace("FILE", file).replace("OUT", out).split(" ", -1));
    }
}
