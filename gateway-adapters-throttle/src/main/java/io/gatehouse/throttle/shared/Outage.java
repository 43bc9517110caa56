package io.gatehouse.throttle.shared;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.cache.CounterCache;
import io.gatehouse.throttle.shared.GuardedStore.Deadline;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides in the place of a store that cannot be asked, as the operator has chosen.
 *
 * <p>With {@link OutageMode#LOCAL_SHARE} each process goes on from what the store said last, with the limit and what had been
 * used divided by the processes that were there; a limit that is less than the processes leaves one permit to each, so all of
 * them together then grant more than it. What is granted meanwhile is reported to the store later, counter by counter, by the
 * first request that asks for it again. Safe for concurrent use.
 */
final class Outage {

    private final OutageMode mode;
    private final IntSupplier processes;
    private final KnownUsages known;
    private final GatewayClock clock;
    private final CounterCache<LocalShare> shares;
    /** Spares requests a look for shares where there has never been an outage. */
    private volatile boolean any;

    /**
     * Decides from what is known.
     *
     * @param processes how many counted when the store was last asked, this one included
     * @param mostBytes what shares may take of the heap; beyond it those of which the smallest part is used are forgotten
     */
    Outage(OutageMode mode, IntSupplier processes, KnownUsages known, GatewayClock clock, long mostBytes) {
        this.mode = mode;
        this.processes = processes;
        this.known = known;
        this.clock = clock;
        this.shares = new CounterCache<>(mostBytes);
    }

    /** What shares take of the heap. */
    HeapShare share() {
        return shares.share("throttle-local-shares");
    }

    /** Takes permits while the store is out; never blocks. */
    QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        return switch (mode) {
            case OPEN -> QuotaDecision.UNCOUNTED;
            case CLOSED -> QuotaDecision.UNAVAILABLE;
            case LOCAL_SHARE -> takeOfShare(limit, counter, permits);
        };
    }

    /** What {@link #take} would decide. */
    QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        return switch (mode) {
            case OPEN -> QuotaDecision.UNCOUNTED;
            case CLOSED -> QuotaDecision.UNAVAILABLE;
            case LOCAL_SHARE -> {
                LocalShare share = shares.look(counter);
                yield (share == null ? begin(limit, counter) : share)
                        .look(limit, processes.getAsInt(), clock.epochMillis(), permits);
            }
        };
    }

    /** Reports to the store what was granted without it, if anything was; throws what the store throws, and owes it still. */
    void settle(SharedCounters store, RateLimit limit, CounterKey counter, Deadline deadline) {
        LocalShare share = any ? shares.look(counter) : null;
        if (share == null) {
            return;
        }
        if (!share.lock(deadline.left().toMillis())) {
            throw new CounterStoreException("what is owed to the store was not settled in time", null);
        }
        try {
            settle(share, store, limit, counter, deadline);
        } finally {
            share.unlock();
        }
    }

    private void settle(
            LocalShare share, SharedCounters store, RateLimit limit, CounterKey counter, Deadline deadline) {
        Usage owed = share.settle();
        boolean done = owed == null;
        try {
            if (owed != null) {
                store.add(limit, counter, owed, clock.epochMillis(), deadline);
                done = true;
            }
        } finally {
            if (done) {
                shares.drop(counter, share);
            } else {
                share.unsettle();
            }
        }
    }

    private QuotaDecision takeOfShare(RateLimit limit, CounterKey counter, long permits) {
        any = true;
        long now = clock.epochMillis();
        LocalShare share = shares.find(counter, now);
        while (true) {
            if (share == null) {
                share = shares.findOrMake(counter, now, () -> begin(limit, counter));
            }
            QuotaDecision decision = share.take(limit, processes.getAsInt(), now, permits);
            if (decision != null) {
                return decision;
            }
            // It has been settled: the store is back, but not for this request.
            shares.drop(counter, share);
            share = null;
        }
    }

    private LocalShare begin(RateLimit limit, CounterKey counter) {
        @Nullable Usage last = known.last(counter);
        return new LocalShare(limit, last == null ? limit.unused() : last, processes.getAsInt());
    }
}
