package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A process hands its port over to another, under load: nobody who follows the protocol meets a failure. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class HandOverTest {

    @TempDir
    private Path folder;

    @Test
    void losesNoCall() throws Exception {
        handsOver(1, 10, 200, 8, 4);
    }

    @Test
    @Tag("proof")
    void losesNoCallOfMany() throws Exception {
        handsOver(3, 50, 1_000, 200, 50);
    }

    private void handsOver(int times, int callers, int perSecond, int tunnels, int streams) throws Exception {
        try (var upstream = new LastingUpstream();
                Program supervisor = Program.startOnOneSocket(
                        "run", "--config", configuration(upstream).toString())) {
            int port = number(supervisor.awaitOut(line -> line.startsWith("port ")));
            long serving = start(supervisor, 1);
            try (var load = new LastingLoad(port, callers, perSecond, tunnels, streams)) {
                assertThat(load.awaitOpened(tunnels, streams))
                        .as("%s", load.failures())
                        .isTrue();
                for (int n = 1; n <= times; n++) {
                    assertThat(load.awaitAnswers(perSecond))
                            .as("%s", load.failures())
                            .isTrue();
                    long next = start(supervisor, n + 1);
                    ending(serving);
                    String ended = "ended " + serving + " ";
                    assertThat(supervisor.awaitOut(line -> line.startsWith(ended)))
                            .isEqualTo(ended + "0");
                    serving = next;
                    assertThat(load.awaitOpened(tunnels, streams))
                            .as("%s", load.failures())
                            .isTrue();
                    assertThat(load.awaitAnswers(perSecond))
                            .as("%s", load.failures())
                            .isTrue();
                }
                load.end();
                assertThat(load.failures()).isEmpty();
            } finally {
                ProcessHandle.of(serving).ifPresent(ProcessHandle::destroyForcibly);
            }
            assertThat(supervisor.err()).as("told in order, none cut off").noneMatch(line -> line.contains("ERROR"));
        }
    }

    /** Starts a process on the socket, and waits until it serves; its id. */
    private static long start(Program supervisor, int number) throws Exception {
        supervisor.hears("start");
        String[] last = new String[1];
        var seen = new int[1];
        supervisor.awaitOut(line -> line.startsWith("started ") && ++seen[0] == number && (last[0] = line) != null);
        var listening = new int[1];
        supervisor.awaitErr(line -> line.contains("listening on") && ++listening[0] == number);
        return number(last[0]);
    }

    private static void ending(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroy()).isTrue();
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(line.indexOf(' ') + 1));
    }

    private Path configuration(LastingUpstream upstream) throws Exception {
        Files.writeString(
                folder.resolve("services.yml"),
                "services: { orders: { versions: { \"1\": { hosts: [\"" + upstream.url()
                        + "\"], requires: [] } } } }\n");
        return Files.writeString(folder.resolve("gateway.yml"), """
                listen: { socket: inherited }
                admin: { address: 127.0.0.1:0 }
                shutdown: { delay: 1s, grace: 1s }
                access-log: { format: off }
                registry: { file: { path: services.yml, watch: false } }
                """);
    }
}
