package io.gatehouse.domain.quota;

import io.gatehouse.domain.time.GatewayClock;
import java.util.HashMap;
import java.util.Map;

/** A ledger for tests: one map, one lock, nothing forgotten. */
public final class FakeLedger implements QuotaLedger {

    private final GatewayClock clock;
    private final Map<Counter, Usage> usages = new HashMap<>();

    public FakeLedger(GatewayClock clock) {
        this.clock = clock;
    }

    @Override
    public Grant takeAtOnce(RateLimit limit, Counter counter, long permits) {
        return take(limit, counter, permits);
    }

    @Override
    public synchronized Grant take(RateLimit limit, Counter counter, long permits) {
        Taking taking = limit.take(usages.getOrDefault(counter, limit.unused()), clock.epochMillis(), permits);
        usages.put(counter, taking.usage());
        return taking.grant();
    }

    @Override
    public synchronized Grant look(RateLimit limit, Counter counter, long permits) {
        return limit.take(usages.getOrDefault(counter, limit.unused()), clock.epochMillis(), permits)
                .grant();
    }
}
