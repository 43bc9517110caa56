package io.gatehouse.domain.quota;

import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.GatewayClock;
import java.util.HashMap;
import java.util.Map;

/** A ledger for tests: one map, one lock, nothing forgotten. */
public final class FakeLedger implements QuotaLedger {

    private final GatewayClock clock;
    private final Map<CounterKey, Usage> usages = new HashMap<>();

    public FakeLedger(GatewayClock clock) {
        this.clock = clock;
    }

    @Override
    public QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return take(limit, counter, permits);
    }

    @Override
    public synchronized QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        ConsumeResult result = limit.take(usages.getOrDefault(counter, limit.unused()), clock.epochMillis(), permits);
        usages.put(counter, result.usage());
        return result.decision();
    }

    @Override
    public synchronized QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        return limit.take(usages.getOrDefault(counter, limit.unused()), clock.epochMillis(), permits)
                .decision();
    }
}
