package io.gatehouse.app.endtoend;

import io.gatehouse.app.startup.Gatehouse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/**
 * Waits until a gateway says what a test wants to hear, with a limit.
 *
 * <p>Asks again and again, as operators do, because nobody tells: health, metrics and the state of the registry are answers of the
 * admin port, and that a host is left out is seen by the next call alone. What a test's own hosts see has events:
 * {@link io.gatehouse.domain.time.Arrivals}, {@link io.gatehouse.domain.time.WatchedCount}; so have log lines: {@link LogLines}.
 */
public final class Eventually {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(5);

    private Eventually() {}

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
            if (System.nanoTime() > end) {
                Assertions.fail("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
