package io.gatehouse.domain.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was granted when, and whether a limit's definition allows it; slow, and written from the definition alone. */
public final class Admissions {

    private record Admission(long millis, long permits) {}

    private final List<Admission> all = new ArrayList<>();

    /** So many permits were granted at this time. */
    public synchronized void add(long millis, long permits) {
        all.add(new Admission(millis, permits));
    }

    /** How many permits were granted in all. */
    public synchronized long total() {
        return all.stream().mapToLong(Admission::permits).sum();
    }

    /** The most permits by which the definition was ever exceeded; 0 if it never was. */
    public synchronized long excess(RateLimit limit) {
        List<Admission> inOrder =
                all.stream().sorted(Comparator.comparingLong(Admission::millis)).toList();
        long most = 0;
        for (int first = 0; first < inOrder.size(); first++) {
            long granted = 0;
            for (int last = first; last < inOrder.size(); last++) {
                granted += inOrder.get(last).permits();
                long allowed = allowed(
                        limit, inOrder.get(first).millis(), inOrder.get(last).millis());
                most = Math.max(most, granted - allowed);
            }
        }
        return most;
    }

    /** What may be granted at most in a stretch of time, both ends included. */
    private static long allowed(RateLimit limit, long from, long to) {
        if (limit instanceof FixedWindow fixed) {
            return fixed.windowAt(from) == fixed.windowAt(to) ? fixed.limit() : Long.MAX_VALUE / 2;
        }
        if (limit instanceof SlidingWindow sliding) {
            return to - from < sliding.windowMillis() ? sliding.limit() : Long.MAX_VALUE / 2;
        }
        TokenBucket bucket = (TokenBucket) limit;
        return bucket.capacity() + (to - from) * 1_000_000 / bucket.intervalNanos();
    }
}
