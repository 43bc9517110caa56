package io.gatehouse.throttle.shared;

import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;

/** When a response of the store is of no use any more; the same for all operations that one question takes. */
final class Deadline {

    private static final Duration LEAST = Duration.ofMillis(1);

    private final GatewayClock clock;
    private final long endNanos;

    Deadline(GatewayClock clock, Duration timeout) {
        this.clock = clock;
        this.endNanos = clock.nanoTime() + timeout.toNanos();
    }

    /** What is left for the next operation, at least 1 ms. */
    Duration left() {
        long nanos = endNanos - clock.nanoTime();
        return nanos < LEAST.toNanos() ? LEAST : Duration.ofNanos(nanos);
    }

    boolean isOver() {
        return endNanos - clock.nanoTime() <= 0;
    }
}
