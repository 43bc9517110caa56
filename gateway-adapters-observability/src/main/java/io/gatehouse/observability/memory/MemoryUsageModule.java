package io.gatehouse.observability.memory;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;

/** The adapter of {@code usage.store: memory}: what each process has counted itself, as long as it runs. */
public final class MemoryUsageModule extends AdapterModule {

    /** There is nothing to set. */
    record NothingToSet() {}

    public MemoryUsageModule() {
        super(ExtensionPoint.USAGE_STORE, "memory", NothingToSet.class);
    }

    @Provides
    @Singleton
    static UsageStore store(HeapBudget budget) {
        return new MemoryUsageStore(budget.usage());
    }
}
