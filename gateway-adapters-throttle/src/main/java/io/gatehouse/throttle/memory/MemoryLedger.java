package io.gatehouse.throttle.memory;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.cache.CounterCache;
import io.gatehouse.throttle.cache.CounterState;
import io.gatehouse.throttle.cache.Footprint;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Counts in memory: exact for one process, of no use to others, forgotten at the end.
 *
 * <p>A counter is one reference that is swapped atomically; none waits for another. Counters of which nothing counts any more
 * are dropped. At the bound those of the counters that have used the smallest part of their limits make room, so that a flood of callers who come
 * once does not push out those who are counted, see {@link CounterCache}; whoever is dropped starts anew.
 */
public final class MemoryLedger implements QuotaLedger {

    private final GatewayClock clock;
    private final CounterCache<MemoryCounter> counters;

    /** Takes that many bytes of the heap for counters at most: some 200 for one caller, up to 1,000 if his name is long. */
    public MemoryLedger(GatewayClock clock, long mostBytes) {
        this.clock = clock;
        this.counters = new CounterCache<>(mostBytes);
    }

    @Override
    public QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return take(limit, counter, permits);
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        long now = clock.epochMillis();
        MemoryCounter state = attached(counter);
        counters.passBy(now);
        while (true) {
            if (state == null) {
                state = counters.findOrMake(counter, now, () -> new MemoryCounter(this, limit));
                counter.attach(state);
            }
            QuotaDecision decision = state.take(limit, now, permits);
            if (decision != null) {
                return decision;
            }
            counters.drop(counter, state);
            state = null;
        }
    }

    /** What was found for this very object before, and may have ended since; null if nothing was. */
    private @Nullable MemoryCounter attached(CounterKey counter) {
        return counter.attachment() instanceof MemoryCounter known && known.ledger == this ? known : null;
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        MemoryCounter state = counters.look(counter);
        Usage usage = state == null ? null : state.usage();
        return limit.take(usage == null ? limit.unused() : usage, clock.epochMillis(), permits)
                .decision();
    }

    @Override
    public List<HeapShare> heapShares() {
        return List.of(counters.share("throttle-counters"));
    }

    /** How many counters are kept; looks at all of them. */
    public long counters() {
        return counters.count(clock.epochMillis());
    }

    /** What one counter has used; swapped atomically. */
    private static final class MemoryCounter implements CounterState {

        private static final AtomicReferenceFieldUpdater<MemoryCounter, Usage> USAGE =
                AtomicReferenceFieldUpdater.newUpdater(MemoryCounter.class, Usage.class, "usage");

        /** In the place of a usage, for a counter that is being dropped. */
        private static final Usage ENDED = new TokenBucket.Used(Long.MIN_VALUE);

        /** A clock that is set back by no more than that gives nothing anew to those who were dropped. */
        private static final long SLACK_MILLIS = 2_000;

        /**
         * Spins after a swap that was lost: a microsecond or three, in which the winner counts several times undisturbed. Two threads
         * that ask for one caller all the time so take little more than half the time.
         */
        private static final int STEP_BACK = 256;

        private static final int BARE_BYTES = 24;

        private final MemoryLedger ledger;

        /** The one that was last asked for; whichever thread sets it, they are of one form. */
        private RateLimit limit;

        private volatile Usage usage;

        /** Of this ledger, for limits of this form. */
        MemoryCounter(MemoryLedger ledger, RateLimit limit) {
            this.ledger = ledger;
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
                ConsumeResult result = wanted.take(before, nowMillis, permits);
                if (result.usage() == before || USAGE.compareAndSet(this, before, result.usage())) {
                    return result.decision();
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
}
