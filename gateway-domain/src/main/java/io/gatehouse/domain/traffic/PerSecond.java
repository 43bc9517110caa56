package io.gatehouse.domain.traffic;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets so many through in each second of the clock, whoever asks, and counts the others. Where there is no room left it only reads, and
 * threads do not get into each other's way. Safe for concurrent use; takes no lock.
 */
public final class PerSecond {

    private static final long MILLIS_A_SECOND = 1_000;
    private static final int COUNT_BITS = 24;
    private static final long COUNT = (1L << COUNT_BITS) - 1;

    private final int most;
    /** The second, and how many it has let through. */
    private final AtomicLong state = new AtomicLong();

    private final LongAdder leftOut = new LongAdder();

    /** Lets so many through, at most 16,777,215. */
    public PerSecond(int most) {
        if (most < 0 || most > COUNT) {
            throw new IllegalArgumentException("so many in a second cannot be counted: " + most);
        }
        this.most = most;
    }

    /** Lets one through, now, by milliseconds since the epoch; false if there were as many in this second. */
    public boolean take(long nowMillis) {
        long second = nowMillis / MILLIS_A_SECOND;
        while (true) {
            long known = state.get();
            long taken = known >> COUNT_BITS == second ? known & COUNT : 0;
            if (taken >= most) {
                leftOut.increment();
                return false;
            }
            if (state.compareAndSet(known, second << COUNT_BITS | (taken + 1))) {
                return true;
            }
        }
    }

    /** How many were not let through. */
    public long leftOut() {
        return leftOut.sum();
    }
}
