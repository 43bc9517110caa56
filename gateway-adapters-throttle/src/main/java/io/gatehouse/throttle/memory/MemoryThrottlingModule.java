package io.gatehouse.throttle.memory;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;

/** The adapter of {@code throttling.store: memory}: each process counts for itself. */
public final class MemoryThrottlingModule extends AdapterModule {

    /** There is nothing to set. */
    record Settings() {}

    public MemoryThrottlingModule() {
        super(ExtensionPoint.QUOTA_LEDGER, "memory", Settings.class);
    }

    @Provides
    @Singleton
    static QuotaLedger ledger(GatewayClock clock, HeapBudget budget) {
        return new MemoryLedger(clock, budget.counters());
    }
}
