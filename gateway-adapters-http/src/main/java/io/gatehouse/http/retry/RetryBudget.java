package io.gatehouse.http.retry;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many calls of one service may still be tried again: a share of its requests of the last ten seconds, and never fewer than
 * three a second.
 *
 * <p>Counts by whole seconds, the present one among the ten. Two threads that want the last one may both be refused; never do both
 * get it. Takes no lock. Safe for concurrent use; times are nanoseconds of one monotonic clock.
 */
public final class RetryBudget {

    /** The seconds that count. */
    public static final int SECONDS = 10;

    /** As many may be tried again in ten seconds, however few requests there are. */
    public static final int FLOOR = 3 * SECONDS;

    private static final long NANOS_A_SECOND = 1_000_000_000L;

    /** A second's place is not taken by another one while it counts, even for a thread that is late. */
    private static final int PLACES = 16;

    private final AtomicLongArray requests = new AtomicLongArray(PLACES);
    private final AtomicLongArray retries = new AtomicLongArray(PLACES);

    /** A request has come. */
    public void requested(long nowNanos) {
        add(requests, second(nowNanos), 1);
    }

    /** Takes one try out of the budget; false if it is exhausted. */
    public boolean take(double share, long nowNanos) {
        int now = second(nowNanos);
        long most = Math.max(FLOOR, (long) (share * sum(requests, now) + 1e-9));
        if (sum(retries, now) >= most) {
            return false;
        }
        int taken = add(retries, now, 1);
        if (sum(retries, now) <= most) {
            return true;
        }
        add(retries, taken, -1);
        return false;
    }

    private static int second(long nowNanos) {
        return (int) Math.floorDiv(nowNanos, NANOS_A_SECOND);
    }

    /** Adds to the count of a second, or of a later one that has taken its place; the second that was added to. */
    private static int add(AtomicLongArray counts, int second, int more) {
        int place = Math.floorMod(second, PLACES);
        while (true) {
            long found = counts.get(place);
            int there = (int) (found >> 32);
            boolean taken = found != 0 && there - second >= 0;
            int of = taken ? there : second;
            int count = Math.max(0, (taken ? (int) found : 0) + more);
            if (counts.compareAndSet(place, found, (long) of << 32 | count)) {
                return of;
            }
        }
    }

    private static long sum(AtomicLongArray counts, int now) {
        long sum = 0;
        for (int place = 0; place < PLACES; place++) {
            long found = counts.get(place);
            int age = now - (int) (found >> 32);
            if (age >= 0 && age < SECONDS) {
                sum += (int) found;
            }
        }
        return sum;
    }
}
