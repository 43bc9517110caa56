package io.gatehouse.throttle.example;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.GatewayClock;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The store of the README's ten steps: a map that several ledgers share. */
final class MapLedger implements QuotaLedger {

    private static final int MOST_ROUNDS = 10_000;

    private final ConcurrentMap<String, Usage> store;
    private final GatewayClock clock;

    MapLedger(ConcurrentMap<String, Usage> store, GatewayClock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return null;
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        String id = counter.text();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Usage before = store.computeIfAbsent(id, absent -> limit.unused());
            ConsumeResult result = limit.take(before, clock.epochMillis(), permits);
            if (result.usage() == before || store.replace(id, before, result.usage())) {
                return result.decision();
            }
        }
        return QuotaDecision.UNAVAILABLE;
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        Usage usage = store.getOrDefault(counter.text(), limit.unused());
        return limit.take(usage, clock.epochMillis(), permits).decision();
    }
}
