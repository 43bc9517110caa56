package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.throttle.cache.CounterState;
import io.gatehouse.throttle.cache.Footprint;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What this process grants of one counter while the store is out, and owes the store afterwards. */
final class LocalShare implements CounterState {

    /**
     * Where it stands.
     *
     * @param share what has been used of this process's share, the share of what was used before included
     * @param owed what has been granted since, which the store does not know
     * @param settled whether it is known to the store by now: nothing is granted any more
     */
    private record Standing(Usage share, Usage owed, boolean settled) {}

    private static final AtomicReferenceFieldUpdater<LocalShare, Standing> STANDING =
            AtomicReferenceFieldUpdater.newUpdater(LocalShare.class, Standing.class, "standing");

    private volatile Standing standing;
    /** Clocks of processes differ a little. */
    private static final long SLACK_MILLIS = 2_000;

    /** Itself, its lock, and its standing. */
    private static final int BARE_BYTES = 32 + 48 + 24;

    private final ReentrantLock settling = new ReentrantLock();
    private final RateLimit limit;
    private final RateLimit part;

    LocalShare(RateLimit limit, Usage known, int processes) {
        this.limit = limit;
        this.part = limit.shareOf(processes);
        standing = new Standing(limit.share(known, processes), limit.unused(), false);
    }

    @Override
    public int bytes() {
        return BARE_BYTES + 32 + 2 * Footprint.ofUsage(limit);
    }

    @Override
    public double usedUp(long nowMillis) {
        return part.usedUp(standing.share(), nowMillis);
    }

    @Override
    public long forgottenAtMillis() {
        Standing now = standing;
        return Math.max(part.forgottenAtMillis(now.share()), limit.forgottenAtMillis(now.owed()));
    }

    @Override
    public boolean endIfIdle(long nowMillis) {
        Standing before = standing;
        return forgottenAtMillis() + SLACK_MILLIS <= nowMillis && end(before);
    }

    /** What is owed to the store is lost. */
    @Override
    public boolean endUnlessUsedUp(long nowMillis) {
        Standing before = standing;
        return part.usedUp(before.share(), nowMillis) < 1 && end(before);
    }

    @Override
    public void end() {
        settle();
    }

    private boolean end(Standing before) {
        return before.settled()
                || STANDING.compareAndSet(this, before, new Standing(before.share(), before.owed(), true));
    }

    /** Takes permits of the share; null if it has been settled, and another one is needed. */
    @Nullable
    QuotaDecision take(RateLimit limit, int processes, long nowMillis, long permits) {
        RateLimit share = limit.shareOf(processes);
        while (true) {
            Standing before = standing;
            if (before.settled()) {
                return null;
            }
            ConsumeResult result = share.take(before.share(), nowMillis, permits);
            if (result.usage() == before.share()) {
                return result.decision();
            }
            Usage owed = limit.take(before.owed(), nowMillis, permits).usage();
            if (STANDING.compareAndSet(this, before, new Standing(result.usage(), owed, false))) {
                return result.decision();
            }
        }
    }

    /** What it would grant. */
    QuotaDecision look(RateLimit limit, int processes, long nowMillis, long permits) {
        return limit.shareOf(processes)
                .take(standing.share(), nowMillis, permits)
                .decision();
    }

    /** Keeps others from settling it at the same time; false if that took too long. */
    boolean lock(long timeoutMillis) {
        try {
            return settling.tryLock(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void unlock() {
        settling.unlock();
    }

    /** What is owed to the store, after which nothing more is granted; null if that has been settled. */
    @Nullable
    Usage settle() {
        while (true) {
            Standing before = standing;
            if (before.settled()) {
                return null;
            }
            if (STANDING.compareAndSet(this, before, new Standing(before.share(), before.owed(), true))) {
                return before.owed();
            }
        }
    }

    /** The store has not learnt what is owed: it still is. Only for who has settled it, and still holds the lock. */
    void unsettle() {
        Standing before = standing;
        standing = new Standing(before.share(), before.owed(), false);
    }
}
