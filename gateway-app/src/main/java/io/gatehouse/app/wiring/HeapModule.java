package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.http.cache.ResponseCache;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.observability.trafficlog.TrafficLog;
import io.gatehouse.observability.usage.UsageLedger;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.throttle.learned.LearnedLimitCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be taken of the heap by what grows with callers, and what is. */
final class HeapModule extends AbstractModule {

    private final HeapBudget budget;

    HeapModule(HeapBudget budget) {
        this.budget = budget;
    }

    @Override
    protected void configure() {
        bind(HeapBudget.class).toInstance(budget);
    }

    @Provides
    @Singleton
    static HeapShares shares(
            QuotaLedger ledger,
            AdaptersInUse adapters,
            Optional<UsageLedger> usage,
            ResponseCache responses,
            Optional<TrafficLog> log,
            LearnedLimitCache learned,
            GatewayMetrics metrics) {
        List<HeapShare> all = new ArrayList<>(ledger.heapShares());
        all.add(learned.heapShare());
        all.addAll(adapters.heapShares());
        usage.map(UsageLedger::share).ifPresent(all::add);
        adapters.all(ExtensionPoint.USAGE_STORE, UsageStore.class).forEach(store -> all.addAll(store.heapShares()));
        all.add(new HeapShare("responses", responses.mostBytes(), responses::bytes, responses::size));
        log.ifPresent(kept -> all.add(kept.heapShare()));
        metrics.heap(all);
        return new HeapShares(all);
    }
}
