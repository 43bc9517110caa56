package io.gatehouse.throttle.example;

import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaLedgerContract;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.GatewayClock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** A store made by the README's ten steps holds the contract. */
class MapLedgerTest extends QuotaLedgerContract {

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        var store = new ConcurrentHashMap<String, Usage>();
        return IntStream.range(0, count)
                .<QuotaLedger>mapToObj(n -> new MapLedger(store, clock))
                .toList();
    }
}
