package io.gatehouse.throttle.cache;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SlidingWindow;

/**
 * What counters take of the heap, in bytes, as HotSpot lays objects out with references of four bytes; rounded up, so that a
 * bound is kept.
 */
public final class Footprint {

    /** The map's node and its share of the table while that grows, the entry and its place in a list, the counter. */
    private static final int ENTRY = 48 + 48 + 32;

    private static final int ADDRESS = 40;
    private static final int TEXT = 40;
    private static final int USED = 32;
    private static final int USED_OF_PARTS = 40 + 16 + 8 * SlidingWindow.PARTS;

    private Footprint() {}

    /** An entry with this counter; the name of its quota belongs to the configuration. */
    static int of(CounterKey counter) {
        int owner = counter.owner().isEmpty() ? 0 : TEXT + 2 * counter.owner().length();
        return ENTRY + owner + (counter.address() == null ? 0 : ADDRESS);
    }

    /** A usage of this limit. */
    public static int ofUsage(RateLimit limit) {
        return limit instanceof SlidingWindow ? USED_OF_PARTS : USED;
    }
}
