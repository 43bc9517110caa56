package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.app.plugin.WatchedLedger;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.PluggedStages;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.http.idempotency.IdempotencyServices;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.plugin.ProcessEnvironment;
import io.gatehouse.throttle.shared.SharedLedger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The adapters that the configuration names, ours and those of plug-ins, and what they are given. */
final class AdaptersModule extends AbstractModule {

    /** Threads for what no request waits for: heartbeats, and taking permits ahead of need. */
    private static final int STORE_THREADS = 4;

    private static final long IDLE_SECONDS = 5;

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

    @Provides
    @Singleton
    Capabilities capabilities(GatewayConfiguration configuration) {
        return Capabilities.of(configuration, catalog);
    }

    /** Metrics that are there only where a store is; apart from the others, which show hosts and so come after the adapters. */
    @Provides
    @Singleton
    static QuotaStoreListener quotaStore(PrometheusMeterRegistry meters) {
        return GatewayMetrics.quotaStore(meters);
    }

    /** The ledger over the store that throttling counts in, whoever brings the store. */
    @Provides
    @Singleton
    static Optional<SharedLedger> shared(
            AdaptersInUse adapters,
            HeapBudget budget,
            GatewayClock clock,
            Timer timer,
            Provider<QuotaStoreListener> metrics) {
        return adapters.counterStore()
                .map(shared -> new SharedLedger(
                        shared.store(),
                        shared.settings(),
                        budget.counters(),
                        clock,
                        timer,
                        storeThreads(),
                        metrics.get()));
    }

    /** Calls with keys are kept where limits are counted, if that is a store. */
    @Provides
    @Singleton
    static IdempotencyServices idempotency(AdaptersInUse adapters, HeapBudget budget, GatewayClock clock) {
        return IdempotencyServices.of(
                adapters.counterStore().map(AdaptersInUse.SharedStore::store).orElse(null), budget.calls(), clock);
    }

    @Provides
    @Singleton
    static Optional<WatchedLedger> watched(
            AdaptersInUse adapters, GatewayClock clock, Provider<QuotaStoreListener> metrics) {
        return adapters.watchedLedger(clock, metrics);
    }

    @Provides
    @Singleton
    static QuotaLedger ledger(Optional<SharedLedger> shared, Optional<WatchedLedger> watched, AdaptersInUse adapters) {
        return shared.<QuotaLedger>map(ledger -> ledger)
                .or(() -> watched)
                .or(adapters::ledger)
                .orElseThrow();
    }

    /** Daemon threads that end when they are idle: there is nothing to close. */
    private static ExecutorService storeThreads() {
        var number = new AtomicInteger();
        ThreadFactory threads = task -> {
            var thread = new Thread(task, "gatehouse-throttle-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        var pool = new ThreadPoolExecutor(
                STORE_THREADS, STORE_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Provides
    @Singleton
    static TokenVerifier tokens(AdaptersInUse adapters) {
        return adapters.one(ExtensionPoint.TOKEN_VERIFIER, TokenVerifier.class).orElseThrow();
    }

    @Provides
    @Singleton
    static DeviceParser devices(AdaptersInUse adapters) {
        return adapters.one(ExtensionPoint.DEVICE, DeviceParser.class).orElseThrow();
    }

    @Provides
    @Singleton
    static GeoDatabase places(AdaptersInUse adapters) {
        return adapters.one(ExtensionPoint.GEO, GeoDatabase.class).orElse(GeoDatabase.NONE);
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
