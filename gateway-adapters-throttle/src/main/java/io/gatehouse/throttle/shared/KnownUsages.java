package io.gatehouse.throttle.shared;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.cache.CounterCache;
import io.gatehouse.throttle.cache.CounterState;
import io.gatehouse.throttle.cache.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * What the store last said of each counter.
 *
 * <p>Others only add to it, so what it refuses the store would refuse, too. Forgets a counter when nothing of it counts any
 * more, and beyond the bound those that have used the smallest part of their limits. Safe for concurrent use; never blocks.
 */
final class KnownUsages {

    /** Clocks of processes differ a little. */
    private static final long SLACK_MILLIS = 2_000;

    private final GatewayClock clock;
    private final CounterCache<KnownUsage> usages;

    /** Takes that many bytes of the heap at most. */
    KnownUsages(GatewayClock clock, long mostBytes) {
        this.clock = clock;
        this.usages = new CounterCache<>(mostBytes);
    }

    /** The store has said this. */
    void learn(RateLimit limit, CounterKey counter, Usage usage) {
        usages.findOrMake(counter, clock.epochMillis(), () -> new KnownUsage(limit, usage)).last =
                new Known(limit, usage);
    }

    /** What the store last said; null if nothing that matters. */
    @Nullable
    Usage last(CounterKey counter) {
        KnownUsage known = usages.find(counter, clock.epochMillis());
        return known == null ? null : known.last.usage();
    }

    /** The refusal that the store would give; null if it might grant the permits. */
    @Nullable
    QuotaDecision refusal(RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        Usage usage = last(counter);
        if (usage == null) {
            return null;
        }
        QuotaDecision decision = limit.take(usage, nowMillis, permits).decision();
        return decision.outcome() == QuotaOutcome.REFUSED ? decision : null;
    }

    /** What it takes of the heap. */
    HeapShare share() {
        return usages.share("throttle-known-usages");
    }

    private record Known(RateLimit limit, Usage usage) {}

    /** Of one counter. What is learnt at the moment at which it is dropped may be lost; the store says it again. */
    private static final class KnownUsage implements CounterState {

        private static final int BARE_BYTES = 16 + 24;

        private final int bytes;
        private volatile Known last;

        KnownUsage(RateLimit limit, Usage usage) {
            bytes = BARE_BYTES + Footprint.ofUsage(limit);
            last = new Known(limit, usage);
        }

        @Override
        public int bytes() {
            return bytes;
        }

        @Override
        public double usedUp(long nowMillis) {
            Known known = last;
            return known.limit().usedUp(known.usage(), nowMillis);
        }

        @Override
        public long forgottenAtMillis() {
            Known known = last;
            return known.limit().forgottenAtMillis(known.usage());
        }

        @Override
        public boolean endIfIdle(long nowMillis) {
            return forgottenAtMillis() + SLACK_MILLIS <= nowMillis;
        }

        @Override
        public boolean endUnlessUsedUp(long nowMillis) {
            return usedUp(nowMillis) < 1;
        }

        @Override
        public void end() {
            // Nobody counts with it.
        }
    }
}
