package io.gatehouse.domain.upstream;

import io.gatehouse.domain.concurrency.InFlightLimit;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One host of one version of a service, as it is right now: whether it is healthy and how busy it is.
 *
 * <p>Lives as long as the registry names it and survives reloads. Safe for concurrent use.
 */
public final class UpstreamHost {

    private static final AtomicIntegerFieldUpdater<UpstreamHost> IN_FLIGHT =
            AtomicIntegerFieldUpdater.newUpdater(UpstreamHost.class, "inFlight");

    private static final AtomicIntegerFieldUpdater<UpstreamHost> FAILED_IN_A_ROW =
            AtomicIntegerFieldUpdater.newUpdater(UpstreamHost.class, "failedInARow");

    private static final AtomicReferenceFieldUpdater<UpstreamHost, @Nullable SlowStart> SLOW_START =
            AtomicReferenceFieldUpdater.newUpdater(UpstreamHost.class, SlowStart.class, "slowStart");

    private static final double LEAST_SHARE = 0.1;

    private final HostAddress address;
    private final GatewayClock clock;
    private volatile int weight = 1;
    private volatile int priority;
    private volatile int inFlight;
    private volatile @Nullable String unhealthyReason;
    private volatile int failedInARow;
    private volatile @Nullable Ejection ejection;
    private volatile @Nullable SlowStart slowStart;
    private volatile @Nullable InFlightLimit limit;
    private final PeakLatency latency = new PeakLatency();

    /** The ejection before, and when it was over; written with the lock of the group. */
    private @Nullable Ejection ejectedBefore;

    private long backNanos;

    /** On its way to its full share of requests. */
    private record SlowStart(long sinceNanos, long lengthNanos) {}

    UpstreamHost(HostAddress address, GatewayClock clock) {
        this.address = address;
        this.clock = clock;
    }

    /** Where it listens. */
    public HostAddress address() {
        return address;
    }

    /** Whether it gets no new requests, by the registry's wish: its weight is zero. */
    public boolean drained() {
        return weight == 0;
    }

    /** Its share of requests by that of the other hosts; zero for one that is drained. */
    public int weight() {
        return weight;
    }

    /** 0 for the most preferred; it serves where no host of a smaller one can. */
    public int priority() {
        return priority;
    }

    void priority(int rank) {
        priority = rank;
    }

    void weight(int share) {
        weight = share;
    }

    /**
     * Its weight as of now: a host that has just come back begins with a tenth of its weight and grows to the whole of it. What
     * compares hosts for every request goes by this; it costs no more than {@link #weight} once a host is back.
     */
    public double effectiveWeight() {
        return weight * share();
    }

    /** The share of its weight that it has now, above 0 to 1. */
    double share() {
        SlowStart starting = slowStart;
        if (starting == null) {
            return 1;
        }
        double share = (double) (clock.nanoTime() - starting.sinceNanos) / starting.lengthNanos;
        if (share < 1) {
            return Math.max(share, LEAST_SHARE);
        }
        SLOW_START.compareAndSet(this, starting, null);
        return 1;
    }

    /** It is back: it gets to its full share in so long, at once if that is null. */
    void startSlowly(@Nullable Duration length) {
        slowStart = length == null ? null : new SlowStart(clock.nanoTime(), length.toNanos());
    }

    /** Whether it takes part in balancing. A host is healthy until a probe says otherwise. */
    public boolean healthy() {
        return unhealthyReason == null;
    }

    /** Why it does not take part; null while it is healthy. */
    public @Nullable String unhealthyReason() {
        return unhealthyReason;
    }

    /** It is left out as its calls failed; null if it is not. */
    public @Nullable Ejection ejection() {
        return ejection;
    }

    int failedInARow() {
        return failedInARow;
    }

    int failedAgain() {
        return FAILED_IN_A_ROW.incrementAndGet(this);
    }

    void succeeded() {
        if (failedInARow != 0) {
            failedInARow = 0;
        }
    }

    void eject(Ejection now) {
        ejection = now;
    }

    void comesBack(@Nullable Duration startingSlowly) {
        ejectedBefore = ejection;
        backNanos = clock.nanoTime();
        ejection = null;
        failedInARow = 0;
        startSlowly(startingSlowly);
    }

    /** The ejections that have followed one another until now: the next one counts with them unless it has served as long as the last took. */
    int ejectionsUpTo(long nowNanos) {
        Ejection last = ejectedBefore;
        return last == null || nowNanos - backNanos >= last.lengthNanos() ? 0 : last.inARow();
    }

    /** Requests that are being forwarded to it by this gateway now. */
    public int inFlight() {
        return inFlight;
    }

    void unhealthyReason(@Nullable String reason) {
        unhealthyReason = reason;
    }

    /** How long it is expected to take to respond, in nanoseconds; 0 if it has not responded yet. */
    double peakLatencyNanos() {
        return latency.now(clock.nanoTime());
    }

    /** It has taken so long to respond. */
    void took(long nanos) {
        latency.observe(nanos, clock.nanoTime());
    }

    /** How many requests may be in flight on it; null for any number. */
    public @Nullable InFlightLimit limit() {
        return limit;
    }

    void limit(@Nullable Bounds bounds) {
        InFlightLimit before = limit;
        if (bounds == null) {
            limit = null;
        } else if (before == null || !before.bounds().equals(bounds)) {
            limit = new InFlightLimit(bounds, clock.nanoTime());
        }
    }

    /** Counts one more in flight, unless that would be too many. */
    boolean tryBegin() {
        InFlightLimit bounded = limit;
        if (bounded == null) {
            IN_FLIGHT.incrementAndGet(this);
            return true;
        }
        int most = bounded.now();
        return IN_FLIGHT.getAndAccumulate(this, most, (now, limit) -> now < limit ? now + 1 : now) < most;
    }

    /** A request has ended, with this latency if that says anything. */
    void observe(long latencyNanos) {
        InFlightLimit bounded = limit;
        if (bounded != null && latencyNanos >= 0) {
            bounded.observe(latencyNanos, inFlight + 1, clock.nanoTime());
        }
    }

    void ended() {
        IN_FLIGHT.decrementAndGet(this);
    }
}
