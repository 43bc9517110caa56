package io.gatehouse.domain.quota;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Where the limit of one subject of an {@link AdaptiveRate} stands, and how it comes there.
 *
 * <p>Windows follow one another from the epoch on. Of each one is kept the most that had been used when a call was granted, over all
 * processes that count together; of those, the median of the last {@value #WINDOWS} is what is usual. Windows in which nothing was granted
 * say nothing, so who comes at night only is known by his nights. Nor do windows in which anything was refused: whoever runs against
 * his limit does not raise it by that.
 *
 * <p>Safe for concurrent use. Between windows it takes no lock, and at their borders one for a microsecond.
 */
public final class LearnedLimit {

    /** How many windows are remembered. */
    public static final int WINDOWS = 31;

    private static final long REFUSED = Long.MAX_VALUE;

    private static final AtomicLongFieldUpdater<LearnedLimit> MOST =
            AtomicLongFieldUpdater.newUpdater(LearnedLimit.class, "most");

    private final int[] past;
    private volatile long learned;
    private volatile long window;
    /** The most that was used in this window; 0 while nothing was granted, REFUSED once anything was not. */
    private volatile long most;

    private volatile RateLimit limit;
    private volatile AdaptiveRate rate;

    /** Nothing is known yet. */
    public LearnedLimit(AdaptiveRate rate, long nowMillis) {
        this(rate, windowAt(rate, nowMillis), rate.start(), new int[WINDOWS], 0);
    }

    private LearnedLimit(AdaptiveRate rate, long window, RateLimit limit, int[] past, long learned) {
        this.rate = rate;
        this.window = window;
        this.limit = limit;
        this.past = past;
        this.learned = learned;
    }

    /** The same, which goes its own way from now on. */
    synchronized LearnedLimit copy() {
        var copy = new LearnedLimit(rate, window, limit, past.clone(), learned);
        copy.most = most;
        return copy;
    }

    /**
     * The limit at this time, after what the windows before have taught.
     *
     * @param by the rate that holds; of the same form and window as before, with whatever bounds a reload has brought
     */
    @SuppressWarnings("ReferenceEquality") // a reload brings another object
    public RateLimit at(long nowMillis, AdaptiveRate by) {
        long now = windowAt(by, nowMillis);
        if (now != window || by != rate) {
            turn(now, by);
        }
        return limit;
    }

    private synchronized void turn(long now, AdaptiveRate by) {
        RateLimit next = by.at(limit.limit());
        // A call that has waited may be of the window before; a clock that was set back by more begins anew from there.
        if (now > window || now < window - 1) {
            long granted = MOST.getAndSet(this, 0);
            window = now;
            if (granted > 0 && granted != REFUSED) {
                past[(int) (learned % WINDOWS)] = (int) Math.min(Integer.MAX_VALUE, granted);
                learned++;
                next = by.next(next.limit(), usual());
            }
        }
        rate = by;
        if (!next.equals(limit)) {
            limit = next;
        }
    }

    private static long windowAt(AdaptiveRate rate, long nowMillis) {
        return Math.floorDiv(nowMillis, rate.start().windowMillis());
    }

    /** A call was granted, behind which so much is used of the window. */
    public void granted(long used) {
        long before = most;
        while (before < used && !MOST.compareAndSet(this, before, used)) {
            before = most;
        }
    }

    /** A call was refused, or would have been: this window teaches nothing. */
    public void refused() {
        most = REFUSED;
    }

    /** How many windows it has learned from, of those that it remembers. */
    public int windows() {
        return (int) Math.min(WINDOWS, learned);
    }

    /** What is usual: the median of the windows that it remembers, of two the smaller; 0 if it remembers none. */
    public synchronized long usual() {
        int[] sorted = Arrays.copyOf(past, windows());
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    }

    /** The time in milliseconds since the epoch at which the last window ends that it was asked in. */
    public long lastMillis() {
        return (window + 1) * rate.start().windowMillis();
    }
}
