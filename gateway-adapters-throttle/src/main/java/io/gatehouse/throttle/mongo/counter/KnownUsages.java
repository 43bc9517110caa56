package io.gatehouse.throttle.mongo.counter;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.cache.CounterCache;
import org.jspecify.annotations.Nullable;

/**
 * What the store last said of each counter.
 *
 * <p>Others only add to it, so what it refuses the store would refuse, too. Forgets a counter when nothing of it counts any
 * more, and beyond the bound those whose limits are used up least. Safe for concurrent use; never blocks.
 */
public final class KnownUsages {

    private final GatewayClock clock;
    private final CounterCache<KnownUsage> usages;

    /** Takes that many bytes of the heap at most. */
    public KnownUsages(GatewayClock clock, long mostBytes) {
        this.clock = clock;
        this.usages = new CounterCache<>(mostBytes);
    }

    /** The store has said this. */
    public void learn(RateLimit limit, CounterKey counter, Usage usage) {
        usages.findOrMake(counter, clock.epochMillis(), () -> new KnownUsage(limit, usage))
                .learn(limit, usage);
    }

    /** What the store last said; null if nothing that matters. */
    public @Nullable Usage last(CounterKey counter) {
        KnownUsage known = usages.find(counter, clock.epochMillis());
        return known == null ? null : known.usage();
    }

    /** The refusal that the store would answer; null if it might grant the permits. */
    public @Nullable QuotaDecision refusal(RateLimit limit, CounterKey counter, long nowMillis, long permits) {
        Usage usage = last(counter);
        if (usage == null) {
            return null;
        }
        QuotaDecision grant = limit.take(usage, nowMillis, permits).grant();
        return grant.ruling() == QuotaOutcome.REFUSED ? grant : null;
    }

    /** What it takes of the heap. */
    public HeapShare share() {
        return usages.share("throttle-known-usages");
    }
}
