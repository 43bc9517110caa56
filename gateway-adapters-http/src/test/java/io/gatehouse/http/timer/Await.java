package io.gatehouse.http.timer;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits until the gateway has become as a test wants it, and fails if it takes too long.
 *
 * <p>Looks again and again, because nobody tells: what is looked at are figures of the gateway's own (connections in its pools,
 * requests in flight, threads), which change on its threads after the last byte that a test can wait for. What a test's own hosts and
 * stages see has events: {@link io.gatehouse.domain.time.Arrivals}, {@link io.gatehouse.domain.time.WatchedCount}.
 */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {}

    /** A moment in which a peer does nothing, so that what it sends arrives in pieces. */
    public static void pause() {
        LockSupport.parkNanos(20_000_000);
    }

    /** Returns as soon as it holds. */
    public static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("still waiting until " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
