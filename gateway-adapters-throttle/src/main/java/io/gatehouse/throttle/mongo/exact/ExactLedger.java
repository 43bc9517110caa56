package io.gatehouse.throttle.mongo.exact;

import io.gatehouse.domain.quota.ConsumeResult;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.mongo.counter.CounterStore;
import io.gatehouse.throttle.mongo.counter.KnownUsages;
import io.gatehouse.throttle.mongo.outage.Outage;
import io.gatehouse.throttle.mongo.store.GuardedStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts every request in the store: exact over any number of processes whose clocks agree.
 *
 * <p>Only a refusal that the store must repeat is answered without it, so those who are over their limit do not load it.
 */
public final class ExactLedger implements QuotaLedger {

    private final CounterStore store;
    private final GuardedStore calls;
    private final KnownUsages known;
    private final Outage outage;
    private final GatewayClock clock;

    public ExactLedger(CounterStore store, GuardedStore calls, KnownUsages known, Outage outage, GatewayClock clock) {
        this.store = store;
        this.calls = calls;
        this.known = known;
        this.outage = outage;
        this.clock = clock;
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return calls.isOut()
                ? outage.take(limit, counter, permits)
                : known.refusal(limit, counter, clock.epochMillis(), permits);
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        ConsumeResult taking = calls.ask(deadline -> {
            outage.settle(store, limit, counter, deadline);
            return store.take(limit, counter, clock.epochMillis(), permits, false, deadline);
        });
        if (taking == null) {
            return outage.take(limit, counter, permits);
        }
        known.learn(limit, counter, taking.usage());
        return taking.grant();
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        Usage usage = calls.ask(deadline -> store.look(limit, counter, deadline));
        return usage == null
                ? outage.look(limit, counter, permits)
                : limit.take(usage, clock.epochMillis(), permits).grant();
    }
}
