package io.gatehouse.http.retry;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long 95 of 100 calls of a service take to the head of the response, by those of the last ten to twenty seconds.
 *
 * <p>Exact to an eighth; what is shorter than an eighth of a millisecond counts as that. Looked up again once in a
 * hundred measurements. Takes no lock, and 160 counts twice. Safe for concurrent use; times are nanoseconds of one monotonic clock.
 */
public final class TailLatency {

    /** Not enough has been measured. */
    public static final long UNKNOWN = -1;

    /** Fewer than this say nothing of 95 of 100. */
    public static final int LEAST_SAMPLES = 100;

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final int SMALLEST_BITS = 17;
    private static final int STEPS = 8;
    private static final int CLASSES = 20 * STEPS;

    private volatile Window window;

    /** The counts of one stretch of time, and of the one before. */
    private static final class Window {

        final long since;
        final AtomicIntegerArray counts = new AtomicIntegerArray(CLASSES);
        final AtomicIntegerArray before;
        final AtomicInteger samples;
        volatile long known;

        Window(long since, AtomicIntegerArray before, int samples, long known) {
            this.since = since;
            this.before = before;
            this.samples = new AtomicInteger(samples);
            this.known = known;
        }
    }

    /** Nothing has been measured yet. */
    public TailLatency(long nowNanos) {
        window = empty(nowNanos);
    }

    private static Window empty(long nowNanos) {
        return new Window(nowNanos, new AtomicIntegerArray(CLASSES), 0, UNKNOWN);
    }

    /** A call took so long. */
    public void took(long nanos, long nowNanos) {
        Window now = at(nowNanos);
        now.counts.incrementAndGet(classOf(nanos));
        if (now.samples.incrementAndGet() % LEAST_SAMPLES == 0) {
            now.known = percentile(now);
        }
    }

    /** What 95 of 100 took at most, in nanoseconds; {@link #UNKNOWN} if there are fewer than {@link #LEAST_SAMPLES}. */
    public long p95(long nowNanos) {
        return at(nowNanos).known;
    }

    private Window at(long nowNanos) {
        Window now = window;
        long age = nowNanos - now.since;
        if (age < WINDOW_NANOS) {
            return now;
        }
        Window next = age >= 2 * WINDOW_NANOS ? empty(nowNanos) : following(now, nowNanos);
        // Two threads at once may lose what one of them has just counted.
        window = next;
        return next;
    }

    private static Window following(Window now, long nowNanos) {
        int samples = 0;
        for (int i = 0; i < CLASSES; i++) {
            samples += now.counts.get(i);
        }
        return new Window(nowNanos, now.counts, samples, samples < LEAST_SAMPLES ? UNKNOWN : now.known);
    }

    private static long percentile(Window now) {
        long all = 0;
        for (int i = 0; i < CLASSES; i++) {
            all += now.counts.get(i) + now.before.get(i);
        }
        long above = all / 20;
        int at = CLASSES - 1;
        while (at > 0 && (above -= now.counts.get(at) + now.before.get(at)) >= 0) {
            at--;
        }
        return upperBound(at);
    }

    private static int classOf(long nanos) {
        int bits = 63 - Long.numberOfLeadingZeros(Math.max(1, nanos));
        if (bits < SMALLEST_BITS) {
            return 0;
        }
        int step = (int) (nanos >>> (bits - 3)) & (STEPS - 1);
        return Math.min(CLASSES - 1, (bits - SMALLEST_BITS) * STEPS + step);
    }

    private static long upperBound(int at) {
        long octave = 1L << (SMALLEST_BITS + at / STEPS);
        return octave + octave / STEPS * (at % STEPS + 1);
    }
}
