package io.gatehouse.throttle.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.Counter;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.Ruling;
import io.gatehouse.domain.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten million callers, each once, in a process whose heap has room for a million of them. */
@Tag("proof")
class TenMillionCallersTest {

    private static final String HEAP = "-Xmx512m";

    /** What the child process runs. */
    public static void main(String[] arguments) {
        var clock = new ManualClock();
        var ledger = new MemoryLedger(clock, MemoryLedger.MOST_COUNTERS);
        var limit = new FixedWindow(10, 3_600_000);
        long begun = System.nanoTime();
        for (int n = 0; n < 10_000_000; n++) {
            if (ledger.take(limit, new Counter("strict/fixed-window/3600000", "caller-" + n, null), 1)
                            .ruling()
                    != Ruling.ADMITTED) {
                throw new IllegalStateException("caller " + n + " was refused");
            }
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        Runtime.getRuntime().gc();
        long used = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
        if (ledger.counters() > MemoryLedger.MOST_COUNTERS) {
            throw new IllegalStateException("too many counters: " + ledger.counters());
        }
        System.out.println(ledger.counters() + " counters kept, " + used + " MB used, " + seconds + " s");
    }

    @Test
    void passInABoundedHeap() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TenMillionCallersTest.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }
}
