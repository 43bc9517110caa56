package io.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 10,000 tenants with 100,000 keys and 1,000 services are compiled within five seconds and a gibibyte. */
@Tag("proof")
class LargeRegistryTest {

    private static final Pattern TOLD = Pattern.compile("compiled in (\\d+) ms, (\\d+) MiB, (\\d+) keys\\s*");

    @Test
    void isCompiledInTimeInASmallHeap() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CompiledRegistry.class.getName()))
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();

        Matcher told = TOLD.matcher(out);
        assertThat(told.matches()).as(out).isTrue();
        assertThat(Long.parseLong(told.group(1))).as("milliseconds: %s", out).isLessThan(5000);
        assertThat(Long.parseLong(told.group(2))).as("MiB: %s", out).isLessThan(1024);
        assertThat(told.group(3)).isEqualTo("100000");
    }
}
