package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.LimitsConfiguration;
import io.gatehouse.app.configuration.MongoThrottlingConfiguration;
import io.gatehouse.app.configuration.ThrottlingStore;
import io.gatehouse.app.limits.ConnectionBudget;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.quota.ConcurrencyCounters;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RetryLimiter;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.throttle.memory.MemoryLedger;
import io.gatehouse.throttle.mongo.MongoCounterStore;
import io.gatehouse.throttle.mongo.MongoThrottlingSettings;
import io.gatehouse.throttle.shared.SharedLedger;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What throttling counts with, and where: in memory, or in MongoDB if the configuration says so. */
final class ThrottleModule extends AbstractModule {

    /** Of the requests that may be in flight, those that may wait for a limit to let them through. */
    private static final int WAITING_SHARE = 4;

    /** Threads for what no request waits for: heartbeats, and taking permits ahead of need. */
    private static final int STORE_THREADS = 4;

    private static final long IDLE_SECONDS = 5;

    @Provides
    @Singleton
    static Optional<SharedLedger> shared(
            GatewayConfiguration configuration,
            MongoConnections connections,
            GatewayClock clock,
            Timer timer,
            HeapBudget budget,
            GatewayMetrics metrics) {
        MongoThrottlingConfiguration mongo = configuration.throttling().mongo();
        if (mongo == null || configuration.throttling().store() != ThrottlingStore.MONGO) {
            return Optional.empty();
        }
        MongoDatabase database = connections.database(mongo.uri(), mongo.database());
        var store = new MongoCounterStore(database, () -> connections.outage(mongo.uri()));
        String meanwhile = mongo.onOutage().name().toLowerCase(Locale.ROOT).replace('_', '-');
        var listener = new StoreLog(meanwhile, store::outageReason, metrics.quotaStore());
        var settings = new MongoThrottlingSettings(
                mongo.uri(), mongo.database(), mongo.mode(), mongo.onOutage(), mongo.deadline());
        return Optional.of(new SharedLedger(store, settings, budget.counters(), clock, timer, executor(), listener));
    }

    @Provides
    @Singleton
    static MemoryLedger memory(GatewayClock clock, HeapBudget budget) {
        return new MemoryLedger(clock, budget.counters());
    }

    @Provides
    @Singleton
    static QuotaLedger ledger(Optional<SharedLedger> shared, Provider<MemoryLedger> own) {
        return shared.isPresent() ? shared.get() : own.get();
    }

    @Provides
    @Singleton
    static ThrottlingServices metering(
            GatewayConfiguration configuration,
            ConnectionBudget connections,
            QuotaLedger ledger,
            GatewayMetrics metrics) {
        LimitsConfiguration limits = configuration.limits();
        int inFlight = connections.inFlight();
        int places = Math.max(1, inFlight / WAITING_SHARE);
        var waiting = new RetryLimiter(places, placesOfTenant(limits, places));
        metrics.waiting(waiting::taken);
        return new ThrottlingServices(
                ledger,
                new ConcurrencyCounters(),
                configuration.throttling().ipv6Prefix(),
                placesOfTenant(limits, inFlight),
                waiting,
                metrics.quotas());
    }

    /** Of daemon threads that end when they are idle: there is nothing to close. */
    private static ExecutorService executor() {
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

    private static long placesOfTenant(LimitsConfiguration limits, int places) {
        Percentage share = limits.maxInFlightPerTenant();
        return share == null ? Long.MAX_VALUE : Math.max(1, share.of(places));
    }
}
