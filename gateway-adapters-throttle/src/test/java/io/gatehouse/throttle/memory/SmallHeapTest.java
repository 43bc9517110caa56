package io.gatehouse.throttle.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Millions of callers within an hour, each once, in a process of 256 MB; those who are over their limit stay refused. */
@Tag("proof")
class SmallHeapTest {

    private static final String HEAP = "-Xmx256m";
    private static final int OVER_THEIR_LIMIT = 10_000;

    /** What the child process runs: the algorithm, and how many callers come. */
    public static void main(String[] arguments) {
        var clock = new ManualClock();
        long most = Runtime.getRuntime().maxMemory() / 4;
        var ledger = new MemoryLedger(clock, most);
        RateLimit limit = limit(arguments[0]);
        String quota = "strict/" + limit.form();
        for (int n = 0; n < OVER_THEIR_LIMIT; n++) {
            demand(ledger.take(limit, caller(quota, -1 - n), 10).outcome() == QuotaOutcome.ADMITTED, "caller " + n);
        }
        int callers = Integer.parseInt(arguments[1]);
        long begun = System.nanoTime();
        for (int n = 0; n < callers; n++) {
            demand(ledger.take(limit, caller(quota, n), 1).outcome() == QuotaOutcome.ADMITTED, "newcomer " + n);
        }
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        for (int n = 0; n < OVER_THEIR_LIMIT; n++) {
            demand(
                    ledger.take(limit, caller(quota, -1 - n), 1).outcome() == QuotaOutcome.REFUSED,
                    "refused caller " + n);
        }
        HeapShare share = ledger.heapShares().get(0);
        demand(share.bytes().getAsLong() <= most, "the bound of bytes");
        Runtime.getRuntime().gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        demand(used <= share.bytes().getAsLong() + (8 << 20), "the estimate of bytes: really " + used);
        System.out.printf(
                "%s: %d counters of %d bytes each by estimate, %d in truth; %d ms%n",
                limit.form(),
                share.entries().getAsLong(),
                share.bytes().getAsLong() / share.entries().getAsLong(),
                used / share.entries().getAsLong(),
                millis);
    }

    private static RateLimit limit(String algorithm) {
        return switch (algorithm) {
            case "fixed-window" -> new FixedWindow(10, 3_600_000);
            case "sliding-window" -> new SlidingWindow(10, 3_600_000);
            default -> TokenBucket.refilled(10, 10, Duration.ofHours(1));
        };
    }

    private static CounterKey caller(String quota, int number) {
        try {
            byte[] address = ByteBuffer.allocate(16)
                    .putInt(0x2001_0db8)
                    .putInt(number)
                    .putLong(1)
                    .array();
            return new CounterKey(quota, "", MaskedAddress.of(InetAddress.getByAddress(address), 64));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void demand(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    @ParameterizedTest
    @CsvSource({"fixed-window, 1300000", "sliding-window, 1300000", "token-bucket, 1300000"})
    void holdsMillionsOfCallers(String algorithm, String callers) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SmallHeapTest.class.getName(),
                        algorithm,
                        callers)
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
