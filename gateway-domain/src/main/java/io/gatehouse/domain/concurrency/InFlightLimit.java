package io.gatehouse.domain.concurrency;

import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests may be in flight: a number, or one that follows the latency within bounds.
 *
 * <p>The one that moves goes by the gradient between the latency of the last minute and that of the last tenth of a second or more
 * (the second gradient limit of Netflix): it shrinks while responses take longer than {@value #TOLERANCE} times as long as usual, and
 * grows while it is used and they do not. Safe for concurrent use; takes no lock.
 */
public final class InFlightLimit {

    private static final double TOLERANCE = 1.5;
    private static final double SMOOTHING = 0.2;
    private static final double MINUTE = 2.0 / 601;
    private static final int WARM_UP = 10;
    private static final int START = 20;
    private static final int FEWEST_SAMPLES = 10;
    private static final long WINDOW_NANOS = 100_000_000;

    private final Bounds bounds;
    private final AtomicInteger samples = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicBoolean adapting = new AtomicBoolean();
    private volatile long windowBegun;
    private volatile double limit;

    private volatile Usual usual = new Usual(0, 0);

    /** The latency of the last minute, an average of so many windows as long as they are few. */
    private record Usual(double nanos, int windows) {

        /** Comes down faster than by the average of a minute once an overload is over. */
        Usual and(double average) {
            if (windows < WARM_UP) {
                return new Usual(nanos + (average - nanos) / (windows + 1), windows + 1);
            }
            double next = nanos + (average - nanos) * MINUTE;
            return new Usual(next > 2 * average ? next * 0.95 : next, windows);
        }
    }

    /** Begins with 20, where the bounds let it. */
    public InFlightLimit(Bounds bounds, long nowNanos) {
        this.bounds = bounds;
        this.limit = bounds.adaptive() ? Math.max(bounds.min(), Math.min(bounds.max(), START)) : bounds.max();
        this.windowBegun = nowNanos;
    }

    /** What it moves between. */
    public Bounds bounds() {
        return bounds;
    }

    /** The limit of the moment. */
    public int now() {
        return (int) limit;
    }

    /** A request has taken so long, when so many were in flight. */
    public void observe(long tookNanos, int inFlight, long nowNanos) {
        if (!bounds.adaptive()) {
            return;
        }
        nanos.addAndGet(Math.max(1, tookNanos));
        most.accumulateAndGet(inFlight, Math::max);
        if (samples.incrementAndGet() >= FEWEST_SAMPLES
                && nowNanos - windowBegun >= WINDOW_NANOS
                && adapting.compareAndSet(false, true)) {
            windowBegun = nowNanos;
            int count = samples.getAndSet(0);
            double average = (double) nanos.getAndSet(0) / Math.max(1, count);
            adapt(average, most.getAndSet(0));
            adapting.set(false);
        }
    }

    private void adapt(double average, int inFlight) {
        Usual latency = usual.and(average);
        usual = latency;
        double now = limit;
        if (inFlight < now / 2) {
            return;
        }
        double gradient = Math.max(0.5, Math.min(1, TOLERANCE * latency.nanos / average));
        double next = now * gradient + Math.sqrt(now);
        double smoothed = now * (1 - SMOOTHING) + next * SMOOTHING;
        limit = Math.max(bounds.min(), Math.min(bounds.max(), smoothed));
    }
}
