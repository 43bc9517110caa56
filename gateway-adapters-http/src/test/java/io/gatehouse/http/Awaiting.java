package io.gatehouse.http;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something has become true, and fails if it takes too long. */
final class Awaiting {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Awaiting() {}

    /** A moment in which a backend does nothing. */
    static void pause() {
        LockSupport.parkNanos(20_000_000);
    }

    static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("still waiting until " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
