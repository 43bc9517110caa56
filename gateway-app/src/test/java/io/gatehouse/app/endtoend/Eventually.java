package io.gatehouse.app.endtoend;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.time.WatchedCount;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.slf4j.LoggerFactory;

/**
 * Waits until a gateway says what a test wants to hear, with a limit.
 *
 * <p>What the program logs has an event, its line: see {@link #logged}. What a test's own hosts see has events, too:
 * {@link io.gatehouse.domain.time.Arrivals}, {@link io.gatehouse.domain.time.WatchedCount}. The rest is asked for again and again, as operators
 * do: nothing says that a gauge or a counter of the metrics has changed, that another process has done something, or that a store answers
 * again.
 */
public final class Eventually {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(5);
    private static final WatchedCount LINES = new WatchedCount();

    static {
        var program = (Logger) LoggerFactory.getLogger("io.gatehouse");
        var lines = new UnsynchronizedAppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                LINES.add(1);
            }
        };
        lines.setContext(program.getLoggerContext());
        lines.start();
        program.addAppender(lines);
    }

    private Eventually() {}

    /** This holds, and the gateway logs it once it does: reloads of the registry, the health of hosts, circuit breakers and ejections, certificates. */
    public static void logged(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        int before = LINES.get();
        while (!condition.call()) {
            failAfter(end, what);
            int seen = before;
            LINES.await("a line of the log, so that " + what, now -> now != seen);
            before = LINES.get();
        }
    }

    /** All threads of this name, or whose names begin so, have ended. */
    public static void ended(String prefix) throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(prefix)) {
                thread.join(LIMIT.toMillis());
                Assertions.assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    /** Its metrics hold all of these; what an exchange adds to them is there a moment after its last byte. */
    static void shows(Gatehouse gateway, String... metrics) throws Exception {
        holds("metrics " + List.of(metrics), () -> {
            String all = Calls.admin(gateway, "/metrics").body();
            return Stream.of(metrics).allMatch(all::contains);
        });
    }

    /** This holds. */
    public static void holds(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            failAfter(end, what);
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private static void failAfter(long end, String what) {
        if (System.nanoTime() > end) {
            Assertions.fail("not within " + LIMIT.toSeconds() + " s: " + what);
        }
    }
}
