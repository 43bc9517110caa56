package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
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
    void startsAllTheSameWhereRecordingFails() throws Exception {
        Map<String, String> brokenWhileRecording =
                Map.of("JAVA_OPTS", "-XX:+UseSerialGC -XX:ArchiveClassesAtExit=/nowhere/a");
        try (Program first = demo(brokenWhileRecording)) {
            assertThat(first.err()).contains(RECORDING);
            stop(first);
        }
        assertThat(recorded()).hasSize(1).allSatisfy(file -> assertThat(file).isEmptyFile());

        try (Program second = demo(brokenWhileRecording)) {
            assertThat(second.err()).doesNotContain(RECORDING);
            stop(second);
        }
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
