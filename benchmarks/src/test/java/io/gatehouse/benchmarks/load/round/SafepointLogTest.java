package io.gatehouse.benchmarks.load.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafepointLogTest {

    /** The first as Java 17 writes it, the second as Java 25 does. */
    private static final String TWO = """
            [1.2s] Safepoint "ParallelGCFailedAllocation", Time since last: 9999999 ns, Reaching safepoint: 1 ns, At safepoint: 2 ns, Total: 2500000 ns
            [1.3s] Safepoint "ICBufferFull", Time since last: 99999999 ns, Reaching safepoint: 88 ns, Cleanup: 7 ns, At safepoint: 5 ns, Leaving safepoint: 4 ns, Total:   1000000 ns, Threads: 0 runnable, 12 total
            """;

    @TempDir
    Path folder;

    @Test
    void findsTheLongestPauseBehindAPlace() throws IOException {
        Path log = folder.resolve("safepoints.log");
        assertThat(SafepointLog.end(log)).isZero();
        Files.writeString(log, TWO);

        assertThat(SafepointLog.longestMillis(log, 0)).isEqualTo(2.5);
        assertThat(SafepointLog.longestMillis(log, TWO.indexOf("[1.3s]"))).isEqualTo(1);
        assertThat(SafepointLog.longestMillis(log, SafepointLog.end(log))).isZero();
    }
}
