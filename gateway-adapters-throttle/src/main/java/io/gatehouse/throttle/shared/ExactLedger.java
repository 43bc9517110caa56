package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.GatewayClock;
import org.jspecify.annotations.Nullable;

/**
 * Counts every request in the store: exact over any number of processes whose clocks agree.
 *
 * <p>Only a refusal that the store must repeat is given without it, so those who are over their limit do not load it.
 */
final class ExactLedger implements QuotaLedger {

    private final SharedCounters store;
    private final GuardedStore guard;
    private final KnownUsages known;
    private final Outage outage;
    private final GatewayClock clock;

    ExactLedger(SharedCounters store, GuardedStore guard, KnownUsages known, Outage outage, GatewayClock clock) {
        this.store = store;
        this.guard = guard;
        this.known = known;
        this.outage = outage;
        this.clock = clock;
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return guard.isOut()
                ? outage.take(limit, counter, permits)
                : known.refusal(limit, counter, clock.epochMillis(), permits);
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        ConsumeResult result = guard.ask(deadline -> {
            outage.settle(store, limit, counter, deadline);
            return store.take(limit, counter, clock.epochMillis(), permits, false, deadline);
        });
        if (result == null) {
            return outage.take(limit, counter, permits);
        }
        known.learn(limit, counter, result.usage());
        return result.decision();
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        Usage usage = guard.ask(deadline -> store.look(limit, counter, deadline));
        return usage == null
                ? outage.look(limit, counter, permits)
                : limit.take(usage, clock.epochMillis(), permits).decision();
    }
}
