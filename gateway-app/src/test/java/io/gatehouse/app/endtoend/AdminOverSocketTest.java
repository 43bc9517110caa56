package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.startup.Gatehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway whose admin server is a file. */
class AdminOverSocketTest {

    private Path folder;
    private Path socket;
    private Path configuration;

    /** The name of a socket has at most a hundred bytes, which those of JUnit's folders may exceed. */
    @BeforeEach
    void write() throws IOException {
        folder = Files.createTempDirectory("gw");
        socket = folder.resolve("admin.sock");
        Files.writeString(folder.resolve("registry.yml"), "services: {}\n");
        configuration = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: off, socket: admin.sock }
                registry: { file: { path: registry.yml } }
                access-log: { format: off }
                """);
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path one : all.toList()) {
                Files.delete(one);
            }
        }
        Files.delete(folder);
    }

    @Test
    void isAskedByTheProgramAndEndsWithTheGateway() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThatThrownBy(gateway::adminAddress).isInstanceOf(IllegalStateException.class);
            Path next = Files.writeString(
                    folder.resolve("next.yml"),
                    Files.readString(configuration).replace("registry.yml", "next-registry.yml"));
            Files.writeString(folder.resolve("next-registry.yml"), """
                    services: { orders: { versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [] } } } }
                    """);
            ProgramRun same = ProgramRun.of("diff", configuration.toString(), "--live", "unix:" + socket);
            assertThat(same.code()).as(same.err()).isZero();
            ProgramRun more = ProgramRun.of("diff", next.toString(), "--live", "unix:" + socket);
            assertThat(more.out()).contains("orders");

            assertThatThrownBy(() -> Gatehouse.start(configuration))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("cannot listen at " + socket + " (admin.socket): something listens there");
            assertThat(ProgramRun.of("diff", configuration.toString(), "--live", "unix:" + socket)
                            .code())
                    .isZero();
        }
        assertThat(socket).doesNotExist();
        ProgramRun nobody = ProgramRun.of("diff", configuration.toString(), "--live", "unix:" + socket);
        assertThat(nobody.code()).isNotZero();
        assertThat(nobody.err()).contains("cannot reach a gateway at unix:" + socket);
    }

    @Test
    void usageIsAskedForByTheFileOrByTheSocket() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThat(Calls.get(gateway, "/nothing").statusCode()).isEqualTo(404);
            Eventually.holds(
                    "it is counted", () -> usage("--live", "unix:" + socket).endsWith("4xx,1,0,"));
            assertThat(usage(configuration.toString())).endsWith("4xx,1,0,");

            ProgramRun unused = ProgramRun.of("unused", configuration.toString(), "--days", "7");
            assertThat(unused.err()).isEmpty();
            assertThat(unused.out()).contains("nothing can be called unused for 7 days yet");
            ProgramRun json = ProgramRun.of("usage", "--live", "unix:" + socket, "--json");
            assertThat(json.code()).isZero();
            assertThat(json.out()).contains("\"usage\":[{\"tenant\":null,\"calls\":1,");
            ProgramRun wrong = ProgramRun.of("usage", "--live", "unix:" + socket, "--by", "colour");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("responded with 400", "by is not what it can be");
        }
    }

    /** The one line of what was called by nobody, without the bytes that were sent and the time of hosts; empty if nothing was counted yet. */
    private static String usage(String... where) {
        String[] arguments = Stream.concat(Stream.of("usage", "--by", "status"), Stream.of(where))
                .toArray(String[]::new);
        ProgramRun run = ProgramRun.of(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().lines().skip(1).findFirst().orElse("").replaceFirst("[0-9]+,[0-9]+$", "");
    }
}
