package io.gatehouse.throttle.mongo;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import java.util.concurrent.Executor;

/**
 * Binds the ledger to MongoDB; wants a {@link GatewayClock}, a {@link Timer} and a {@link QuotaStoreListener}. Whoever
 * installs it closes the {@link MongoLedger} before the client.
 */
public final class MongoLedgerModule extends AbstractModule {

    private final MongoThrottleSettings settings;
    private final MongoDatabase database;
    private final Executor executor;

    /**
     * Counts in this database.
     *
     * @param executor where waiting for the store is allowed
     */
    public MongoLedgerModule(MongoThrottleSettings settings, MongoDatabase database, Executor executor) {
        this.settings = settings;
        this.database = database;
        this.executor = executor;
    }

    @Override
    protected void configure() {
        bind(QuotaLedger.class).to(MongoLedger.class);
    }

    @Provides
    @Singleton
    MongoLedger ledger(GatewayClock clock, Timer timer, QuotaStoreListener listener) {
        var ledger = new MongoLedger(settings, database, clock, timer, executor, listener);
        ledger.begin();
        return ledger;
    }
}
