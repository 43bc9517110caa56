package io.gatehouse.throttle.mongo;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.mongodb.MongoUris;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The adapter {@code throttling.mongo}. */
public final class MongoThrottlingModule extends AdapterModule {

    /** Threads for what no request waits for: heartbeats, and taking permits ahead of need. */
    private static final int STORE_THREADS = 4;

    private static final long IDLE_SECONDS = 5;

    public MongoThrottlingModule() {
        super(ExtensionPoint.QUOTA_LEDGER, "mongo", MongoThrottlingSettings.class);
    }

    @Override
    protected void configure() {
        bind(QuotaLedger.class).to(MongoLedger.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        MongoUris.check(((MongoThrottlingSettings) settings).uri(), place);
    }

    @Provides
    @Singleton
    static MongoLedger ledger(
            MongoThrottlingSettings settings,
            MongoConnections connections,
            GatewayClock clock,
            Timer timer,
            HeapBudget budget,
            QuotaStoreListener metrics) {
        var bounds = new MongoThrottleSettings(
                settings.mode(),
                settings.onOutage(),
                settings.deadline(),
                UUID.randomUUID().toString(),
                budget.counters());
        String meanwhile = settings.onOutage().name().toLowerCase(Locale.ROOT).replace('_', '-');
        var listener = new StoreLog(meanwhile, () -> connections.outage(settings.uri()), metrics);
        var database = connections.database(settings.uri(), settings.database());
        return new MongoLedger(bounds, database, clock, timer, executor(), listener);
    }

    @Provides
    @Singleton
    static AdapterSupport support(MongoLedger ledger) {
        return new AdapterSupport() {
            @Override
            public void start() {
                ledger.begin();
            }

            @Override
            public List<HeapShare> heapShares() {
                return ledger.shares();
            }

            @Override
            public Optional<StoreStatus> store() {
                var state = ledger.state();
                return Optional.of(new StoreStatus(state.out(), state.sinceMillis(), state.nodes()));
            }
        };
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
}
