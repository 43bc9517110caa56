package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.domain.gateway.PluggedStages;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.plugin.ProcessEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The adapters that the configuration names, ours and those of plug-ins, and what they are given. */
final class AdaptersModule extends AbstractModule {

    private final AdapterCatalog catalog;
    private final ProcessEnvironment process;

    AdaptersModule(AdapterCatalog catalog, ProcessEnvironment process) {
        this.catalog = catalog;
        this.process = process;
    }

    @Provides
    @Singleton
    AdaptersInUse adapters(
            GatewayConfiguration configuration,
            GatewayClock clock,
            Timer timer,
            HeapBudget budget,
            MongoConnections connections,
            Provider<QuotaStoreListener> quotaStore,
            PrometheusMeterRegistry meters) {
        return new AdaptersInUse(catalog, configuration, binder -> {
            binder.bind(GatewayClock.class).toInstance(clock);
            binder.bind(Timer.class).toInstance(timer);
            binder.bind(HeapBudget.class).toInstance(budget);
            binder.bind(MongoConnections.class).toInstance(connections);
            binder.bind(QuotaStoreListener.class).toProvider(quotaStore);
            binder.bind(MeterRegistry.class).toInstance(meters);
            binder.bind(ProcessEnvironment.class).toInstance(process);
        });
    }

    /** Metrics that are there only where a store is. */
    @Provides
    @Singleton
    static QuotaStoreListener quotaStore(GatewayMetrics metrics) {
        return metrics.quotaStore();
    }

    @Provides
    @Singleton
    static QuotaLedger ledger(AdaptersInUse adapters) {
        return adapters.one(ExtensionPoint.QUOTA_LEDGER, QuotaLedger.class).orElseThrow();
    }

    @Provides
    @Singleton
    static PluggedStages stages(AdaptersInUse adapters) {
        return new PluggedStages(
                adapters.all(ExtensionPoint.STAGE_BEFORE_KEY, RequestStage.class),
                adapters.all(ExtensionPoint.STAGE_AFTER_CALLER, RequestStage.class),
                adapters.all(ExtensionPoint.STAGE_BEFORE_FORWARDING, RequestStage.class));
    }
}
