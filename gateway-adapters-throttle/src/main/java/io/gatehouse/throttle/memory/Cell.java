package io.gatehouse.throttle.memory;

import io.gatehouse.domain.quota.Grant;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Taking;
import io.gatehouse.domain.quota.Usage;
import java.util.concurrent.atomic.AtomicReference;

/** What one counter has used. */
final class Cell extends AtomicReference<Usage> {

    private static final long serialVersionUID = 1L;

    private final long silenceNanos;

    Cell(RateLimit limit) {
        super(limit.unused());
        this.silenceNanos = limit.memoryMillis() * 1_000_000;
    }

    /** The nanoseconds of silence after which nothing of it counts any more. */
    long silenceNanos() {
        return silenceNanos;
    }

    Grant take(RateLimit limit, long nowMillis, long permits) {
        while (true) {
            Usage before = get();
            Taking taking = limit.take(before, nowMillis, permits);
            if (taking.usage() == before || compareAndSet(before, taking.usage())) {
                return taking.grant();
            }
        }
    }
}
