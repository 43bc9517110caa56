package io.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 10,000 tenants with 100,000 keys and 1,000 services are compiled within five seconds and a gibibyte. */
@Tag("proof")
class LargeRegistryTest {

    private static final Pattern TOLD = Pattern.compile("compiled in (\\d+) ms, (\\d+) MiB, (\\d+) keys\\s*");
    private static final long GOAL_MILLIS = 5000;
    /** Whatever else the machine does makes it slower and never faster, so that the best of a few tells. */
    private static final int TRIES = 6;

    private record Compilation(long millis, long mebibytes, long keys) {}

    @Test
    void isCompiledInTimeInASmallHeap() throws Exception {
        var tried = new ArrayList<Compilation>();
        do {
            tried.add(inAProcessOfItsOwn());
        } while (tried.size() < TRIES && tried.get(tried.size() - 1).millis() >= GOAL_MILLIS);

        assertThat(tried).allSatisfy(each -> {
            assertThat(each.mebibytes()).isLessThan(1024);
            assertThat(each.keys()).isEqualTo(100_000);
        });
        assertThat(tried).anySatisfy(each -> assertThat(each.millis()).isLessThan(GOAL_MILLIS));
    }

    private static Compilation inAProcessOfItsOwn() throws Exception {
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
        return new Compilation(number(told, 1), number(told, 2), number(told, 3));
    }

    private static long number(Matcher told, int group) {
        return Long.parseLong(told.group(group));
    }
}
