package io.gatehouse.domain.quota;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was granted when, and whether a limit's definition allows it; written from the definition alone. */
public final class Admissions {

    /** The permits granted in each millisecond: a stretch of time has all of its first and its last one. */
    private final SortedMap<Long, Long> permits = new TreeMap<>();

    /** So many permits were granted at this time. */
    public synchronized void add(long millis, long count) {
        permits.merge(millis, count, Long::sum);
    }

    /** How many permits were granted in all. */
    public synchronized long total() {
        return permits.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The most permits by which the definition was ever exceeded; 0 if it never was. */
    public synchronized long excess(RateLimit limit) {
        long most = 0;
        for (long from : permits.keySet()) {
            long granted = 0;
            for (Map.Entry<Long, Long> last : permits.tailMap(from).entrySet()) {
                granted += last.getValue();
                most = Math.max(most, granted - allowed(limit, from, last.getKey()));
            }
        }
        return most;
    }

    /** What may be granted at most in a stretch of time, both ends included. */
    private static long allowed(RateLimit limit, long from, long to) {
        if (limit instanceof AlignedWindow aligned) {
            return aligned.windowAt(from) == aligned.windowAt(to) ? aligned.limit() : Long.MAX_VALUE / 2;
        }
        if (limit instanceof SlidingWindow sliding) {
            return to - from < sliding.windowMillis() ? sliding.limit() : Long.MAX_VALUE / 2;
        }
        TokenBucket bucket = (TokenBucket) limit;
        return bucket.capacity() + (to - from) * 1_000_000 / bucket.intervalNanos();
    }
}
