package io.gatehouse.throttle.memory;

import io.gatehouse.domain.quota.ConsumeResult;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.throttle.cache.CounterState;
import io.gatehouse.throttle.cache.Footprint;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** What one counter has used; swapped atomically. */
final class Cell implements CounterState {

    private static final AtomicReferenceFieldUpdater<Cell, Usage> USAGE =
            AtomicReferenceFieldUpdater.newUpdater(Cell.class, Usage.class, "usage");

    /** In the place of a usage, for a cell that is being dropped. */
    private static final Usage ENDED = new TokenBucket.Used(Long.MIN_VALUE);

    /** A clock that is set back by no more than that gives nothing anew to those who were dropped. */
    private static final long SLACK_MILLIS = 2_000;

    /**
     * Spins after a swap that was lost: a microsecond or three, in which the winner counts several times undisturbed. Two threads
     * that ask for one caller all the time so take little more than half the time.
     */
    private static final int STEP_BACK = 256;

    private static final int BARE_BYTES = 24;

    /** The one that was last asked for; whichever thread sets it, they are of one form. */
    private RateLimit limit;

    private volatile Usage usage;

    /** For limits of this form. */
    Cell(RateLimit limit) {
        this.limit = limit;
        this.usage = limit.unused();
    }

    /** What has been used; null if it has ended, and with it everything that had been used. */
    @Nullable
    Usage usage() {
        Usage now = usage;
        return now == ENDED ? null : now;
    }

    /** Takes permits; null if it has ended, and another one is needed. */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // a reload brings another object
    QuotaDecision take(RateLimit wanted, long nowMillis, long permits) {
        if (wanted != limit) {
            limit = wanted;
        }
        while (true) {
            Usage before = usage;
            if (before == ENDED) {
                return null;
            }
            ConsumeResult taking = wanted.take(before, nowMillis, permits);
            if (taking.usage() == before || USAGE.compareAndSet(this, before, taking.usage())) {
                return taking.grant();
            }
            stepBack();
        }
    }

    private static void stepBack() {
        for (int n = 0; n < STEP_BACK; n++) {
            Thread.onSpinWait();
        }
    }

    @Override
    public int bytes() {
        return BARE_BYTES + Footprint.ofUsage(limit);
    }

    @Override
    public double usedUp(long nowMillis) {
        Usage now = usage;
        return now == ENDED ? 0 : limit.usedUp(now, nowMillis);
    }

    @Override
    public long forgottenAtMillis() {
        Usage now = usage;
        return now == ENDED ? Long.MIN_VALUE : limit.forgottenAtMillis(now);
    }

    @Override
    public boolean endIfIdle(long nowMillis) {
        Usage before = usage;
        return before == ENDED
                || (limit.forgottenAtMillis(before) + SLACK_MILLIS <= nowMillis
                        && USAGE.compareAndSet(this, before, ENDED));
    }

    @Override
    public boolean endUnlessUsedUp(long nowMillis) {
        Usage before = usage;
        return before == ENDED || (limit.usedUp(before, nowMillis) < 1 && USAGE.compareAndSet(this, before, ENDED));
    }

    @Override
    public void end() {
        usage = ENDED;
    }
}
