package io.gatehouse.benchmarks.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.benchmarks.load.round.Figure;
import io.gatehouse.benchmarks.load.round.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformancePageTest {

    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    Path folder;

    @Test
    void pageAndPicturesAreWhatTheResultsSay() throws IOException {
        for (Map.Entry<Path, String> file : PerformancePage.files(DOCS).entrySet()) {
            assertThat(file.getKey())
                    .as("written by benchmarks/curves --render")
                    .content()
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void replacesTheFiguresAndLeavesWhatPeopleWrote() throws IOException {
        Path results = Files.createDirectory(folder.resolve("performance"));
        Path page = Files.writeString(
                folder.resolve("performance.md"),
                "# Ours\n<!-- figures: written by benchmarks/curves, not by hand -->\nold\n<!-- end of figures -->\nbehind\n");
        var samples = new ArrayList<Sample>();
        for (int round = 1; round <= 3; round++) {
            samples.add(sample(Curve.GET_1K, "gatehouse", 1, round, 18));
            samples.add(sample(Curve.GET_1K, "nginx", 1, round, 15));
            samples.add(sample("keys", "gatehouse", 1, round, 20));
            samples.add(sample("keys", "gatehouse", 1000, round, 22));
        }
        new Results("2026-11-30", Map.of(), Map.of("java", "17"), Map.of(), samples)
                .write(results.resolve("java-17.json"));

        PerformancePage.write(folder);
        String first = Files.readString(page);
        PerformancePage.write(folder);

        assertThat(first)
                .startsWith("# Ours\n")
                .endsWith("<!-- end of figures -->\nbehind\n")
                .doesNotContain("old")
                .contains("| GET, 1 KiB back | CPU | gatehouse / nginx | 1.20 | 3 | at most 1.25 |")
                .contains("| 1,000 | 22 | 1.10 |")
                .contains("performance/java-17-keys.svg");
        assertThat(results.resolve("java-17-keys.svg")).content().contains("<svg", "gatehouse");
        assertThat(Files.readString(page)).isEqualTo(first);
    }

    @Test
    void refusesAPageWithoutMarks() throws IOException {
        Files.writeString(folder.resolve("performance.md"), "# Ours\n");

        assertThatThrownBy(() -> PerformancePage.write(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("marks");
    }

    @Test
    void readsVersionsAndBytesOfOtherPrograms() {
        assertThat(List.of(
                        Machine.firstVersion("nginx version: nginx/1.22.1\n"),
                        Machine.firstVersion("HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/"),
                        Machine.firstVersion("go\tgo1.26.8\nmod\tgithub.com/caddyserver/caddy/v2\tv2.11.9\th1:x="),
                        Machine.firstVersion("none")))
                .containsExactly("1.22.1", "2.6.12-1+deb12u4", "2.11.9", "unknown");
        assertThat(Machine.feature("Eclipse Adoptium 25.0.3+9-LTS")).isEqualTo("25");
        assertThat(Machine.feature("Debian 17.0.15+6-Debian-1deb12u1")).isEqualTo("17");
        assertThat(AllocatedBytes.sum("\"main\" #1 allocated=12.5K x\n\"b\" allocated=3M\n\"c\" defined=1"))
                .isEqualTo(12.5 * 1024 + 3 * 1024 * 1024);
    }

    private static Sample sample(String curve, String contestant, double x, int round, double cpu) {
        return new Sample(curve, contestant, x, round, Map.of(Figure.CPU.key(), cpu, Figure.ERRORS.key(), 0.0));
    }
}
