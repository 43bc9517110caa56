package io.gatehouse.domain.upstream;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * How long a host takes to respond: rises to a peak at once and comes down again over some seconds, so that one slow response is
 * enough to be careful (the peak-sensitive moving average of Finagle). Safe for concurrent use; takes no lock.
 */
final class PeakLatency {

    private static final AtomicLongFieldUpdater<PeakLatency> STATE =
            AtomicLongFieldUpdater.newUpdater(PeakLatency.class, "state");
    private static final float DECAY_MILLIS = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The nanoseconds as a float above, the millisecond at which that was so below; 0 before the first. */
    private volatile long state;

    /** It has taken so long. */
    void observe(long nanos, long nowNanos) {
        int now = millis(nowNanos);
        long before = state;
        while (!STATE.compareAndSet(this, before, packed(after(before, nanos, now), now))) {
            before = state;
        }
    }

    /** What is to be expected, in nanoseconds; 0 as long as nothing is known. */
    float now(long nowNanos) {
        long known = state;
        return nanos(known) * left(known, millis(nowNanos));
    }

    private static float after(long before, long nanos, int now) {
        float known = nanos(before);
        float left = left(before, now);
        return nanos >= known ? nanos : known * left + nanos * (1 - left);
    }

    /** How much of what was known counts still. */
    private static float left(long known, int now) {
        return (float) Math.exp(-Math.max(0, now - (int) known) / DECAY_MILLIS);
    }

    private static float nanos(long known) {
        return Float.intBitsToFloat((int) (known >>> Integer.SIZE));
    }

    private static long packed(float nanos, int millis) {
        return (long) Float.floatToIntBits(nanos) << Integer.SIZE | Integer.toUnsignedLong(millis);
    }

    private static int millis(long nanos) {
        return (int) (nanos / NANOS_PER_MILLI);
    }
}
