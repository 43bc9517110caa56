package io.gatehouse.throttle.memory;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import java.util.List;

/** The adapter of {@code throttling.store: memory}. */
public final class MemoryThrottlingModule extends AdapterModule {

    /** There is nothing to set. */
    record Settings() {}

    public MemoryThrottlingModule() {
        super(ExtensionPoint.QUOTA_LEDGER, "memory", Settings.class);
    }

    @Override
    protected void configure() {
        bind(QuotaLedger.class).to(MemoryLedger.class);
    }

    @Provides
    @Singleton
    static MemoryLedger ledger(GatewayClock clock, HeapBudget budget) {
        return new MemoryLedger(clock, budget.counters());
    }

    @Provides
    @Singleton
    static AdapterSupport support(MemoryLedger ledger) {
        return new AdapterSupport() {
            @Override
            public List<HeapShare> heapShares() {
                return List.of(ledger.share());
            }
        };
    }
}
