package io.gatehouse.domain.upstream;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts calls over a window of time that slides by tenths of its length.
 *
 * <p>Has ten counters however many calls there are. Safe for concurrent use without a lock.
 */
final class CallWindow {

    private static final int PARTS = 10;

    private final long originNanos;
    private final long partNanos;
    private final AtomicReferenceArray<Part> parts = new AtomicReferenceArray<>(PARTS);

    /** What has been counted in the window. */
    record Totals(long calls, long failed, long slow) {}

    /** What has been counted in one tenth of it. */
    private static final class Part {

        private static final AtomicIntegerFieldUpdater<Part> CALLS =
                AtomicIntegerFieldUpdater.newUpdater(Part.class, "calls");
        private static final AtomicIntegerFieldUpdater<Part> FAILED =
                AtomicIntegerFieldUpdater.newUpdater(Part.class, "failed");
        private static final AtomicIntegerFieldUpdater<Part> SLOW =
                AtomicIntegerFieldUpdater.newUpdater(Part.class, "slow");

        private final long number;
        private volatile int calls;
        private volatile int failed;
        private volatile int slow;

        Part(long number) {
            this.number = number;
        }
    }

    /** A window that begins now, empty. */
    CallWindow(long lengthNanos, long nowNanos) {
        this.partNanos = Math.max(1, lengthNanos / PARTS);
        this.originNanos = nowNanos;
    }

    /** Counts a call that ended now. */
    void add(long nowNanos, boolean failed, boolean slow) {
        Part part = at(number(nowNanos));
        Part.CALLS.incrementAndGet(part);
        if (failed) {
            Part.FAILED.incrementAndGet(part);
        }
        if (slow) {
            Part.SLOW.incrementAndGet(part);
        }
    }

    /** What has been counted in this tenth and the nine before it. */
    Totals totals(long nowNanos) {
        long oldest = number(nowNanos) - PARTS + 1;
        long calls = 0;
        long failed = 0;
        long slow = 0;
        for (int i = 0; i < PARTS; i++) {
            Part part = parts.get(i);
            if (part != null && part.number >= oldest) {
                calls += part.calls;
                failed += part.failed;
                slow += part.slow;
            }
        }
        return new Totals(calls, failed, slow);
    }

    private long number(long nowNanos) {
        return (nowNanos - originNanos) / partNanos;
    }

    /** The part of this number, or a later one that has taken its place meanwhile. */
    private Part at(long number) {
        int slot = (int) (number % PARTS);
        while (true) {
            Part part = parts.get(slot);
            if (part != null && part.number >= number) {
                return part;
            }
            var fresh = new Part(number);
            if (parts.compareAndSet(slot, part, fresh)) {
                return fresh;
            }
        }
    }
}
