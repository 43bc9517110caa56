package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script of the packaged program: the classes that it records, and the options that it takes. */
class PackagedStartTest {

    private static final String RECORDING = "gatehouse: recording classes for faster starts (once for this Java) ...";

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        home = PackagedPluginsTest.unpack(folder);
    }

    @Test
    void recordsClassesOnceAndMapsThemFromThenOn() throws Exception {
        try (Program first = demo(Map.of())) {
            assertThat(first.err()).contains(RECORDING);
            stop(first);
        }
        List<Path> recorded = recorded();
        assertThat(recorded).hasSize(1);
        assertThat(recorded.get(0)).isNotEmptyFile();

        try (Program second = demo(Map.of())) {
            assertThat(second.err()).doesNotContain(RECORDING);
            Path maps = Path.of("/proc/" + second.handle().pid() + "/maps");
            if (Files.exists(maps)) {
                assertThat(maps).content().contains(recorded.get(0).toString());
            }
            stop(second);
        }
        assertThat(recorded()).isEqualTo(recorded);
    }

    @Test
    @Tag("slow")
    void startsAllTheSameWhereRecordingFails() throws Exception {
        // Recording is a demonstration, and that needs a folder of its own; running does not.
        Map<String, String> environment = Map.of(
                "JAVA_OPTS",
                        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms24m -Djava.io.tmpdir="
                                + folder.resolve("nowhere"),
                "GATEWAY_LISTEN_ADDRESS", "127.0.0.1:0",
                "GATEWAY_ADMIN_ADDRESS", "127.0.0.1:0");
        try (Program first = run(environment)) {
            assertThat(first.err()).contains(RECORDING);
            stop(first);
        }
        assertThat(recorded()).hasSize(1).allSatisfy(file -> assertThat(file).isEmptyFile());

        try (Program second = run(environment)) {
            assertThat(second.err()).doesNotContain(RECORDING);
            assertThat(hasHugePages(second)).as("a heap of a given size").isEqualTo(systemHasHugePages());
            stop(second);
        }
    }

    private static boolean hasHugePages(Program running) throws IOException {
        Path command = Path.of("/proc/" + running.handle().pid() + "/cmdline");
        return Files.exists(command) && Files.readString(command).contains("-XX:+UseTransparentHugePages");
    }

    private static boolean systemHasHugePages() throws IOException {
        Path enabled = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        return Files.exists(enabled) && !Files.readString(enabled).contains("[never]");
    }

    @Test
    void saysInOneLineThatTheRegistryDoesNotFitIntoTheHeap() throws Exception {
        Path registry = folder.resolve("tenants.yml");
        var comment = new byte[24 << 20];
        Arrays.fill(comment, (byte) '#');
        Files.write(registry, comment);
        Path configuration =
                Files.writeString(folder.resolve("gateway.yml"), "registry: { file: { path: tenants.yml } }\n");
        Map<String, String> small = Map.of("JAVA_OPTS", "-Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        try (Program program = Program.startPackaged(home, small, "check", configuration.toString())) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("gatehouse: the registry (" + Files.size(registry)
                                    + " bytes in 1 file) does not fit into the heap: it may have 3")
                            .contains(" MiB; give it more, such as JAVA_OPTS=-Xmx6"));
            assertThat(program.out()).isEmpty();
        }
    }

    private Program run(Map<String, String> environment) throws IOException {
        Program running = Program.startPackaged(
                home, environment, "run", home.resolve("conf/gateway.yml").toString());
        running.awaitErr(line -> line.contains("listening on "));
        return running;
    }

    private Program demo(Map<String, String> environment) throws IOException {
        Program demo = Program.startPackaged(home, environment, "demo", "--port", "0");
        demo.awaitOut(line -> line.startsWith("CALLS AS THEY PASS"));
        return demo;
    }

    private static void stop(Program demo) throws InterruptedException {
        demo.terminate();
        assertThat(demo.exitCode()).isZero();
    }

    private List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
