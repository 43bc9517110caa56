package io.gatehouse.throttle.memory;

import io.gatehouse.domain.quota.Grant;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Taking;
import io.gatehouse.domain.quota.Usage;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** What one counter has used; swapped atomically. */
final class Cell {

    private static final AtomicReferenceFieldUpdater<Cell, Usage> USAGE =
            AtomicReferenceFieldUpdater.newUpdater(Cell.class, Usage.class, "usage");

    /** The cache takes readings within a second of one another for the same, and may drop a counter that much early. */
    private static final long SLACK_MILLIS = 2_000;

    private final long silenceNanos;
    private volatile Usage usage;

    Cell(RateLimit limit) {
        this.usage = limit.unused();
        this.silenceNanos = (limit.memoryMillis() + SLACK_MILLIS) * 1_000_000;
    }

    /** The nanoseconds of silence after which nothing of it counts any more. */
    long silenceNanos() {
        return silenceNanos;
    }

    Usage usage() {
        return usage;
    }

    Grant take(RateLimit limit, long nowMillis, long permits) {
        while (true) {
            Usage before = usage;
            Taking taking = limit.take(before, nowMillis, permits);
            if (taking.usage() == before || USAGE.compareAndSet(this, before, taking.usage())) {
                return taking.grant();
            }
        }
    }
}
