package io.gatehouse.http.timer;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something has become true, and fails if it takes too long. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {}

    /** A moment in which a backend does nothing. */
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
