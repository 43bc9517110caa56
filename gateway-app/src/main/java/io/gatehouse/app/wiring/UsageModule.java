package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.UsageConfiguration;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.observability.grouping.ExchangeGroups;
import io.gatehouse.observability.usage.UsageLedger;
import io.gatehouse.plugin.ExtensionPoint;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/** Counting who uses what, unless it is off. */
final class UsageModule extends AbstractModule {

    @Provides
    @Singleton
    static Optional<UsageLedger> usage(
            GatewayConfiguration configuration,
            AdaptersInUse adapters,
            HeapBudget budget,
            GatewayClock clock,
            ExchangeGroups groups,
            PrometheusMeterRegistry meters) {
        UsageConfiguration usage = configuration.usage();
        if (usage == null) {
            return Optional.empty();
        }
        UsageStore store =
                adapters.one(ExtensionPoint.USAGE_STORE, UsageStore.class).orElseThrow();
        var ledger = new UsageLedger(store, usage.retention(), budget.usage(), clock, groups::collect);
        Gauge.builder("gatehouse.usage.store.out", ledger, counting -> counting.isOut() ? 1 : 0)
                .register(meters);
        return Optional.of(ledger);
    }
}
