package io.gatehouse.throttle.mongo;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;

/** {@code throttling.store: mongo}: counters in a database that several gateways share. */
public final class MongoThrottlingModule extends AdapterModule {

    public MongoThrottlingModule() {
        super(ExtensionPoint.COUNTER_STORE, "mongo", MongoThrottlingSettings.class);
    }

    @Provides
    @Singleton
    static CounterStore store(MongoThrottlingSettings settings, MongoConnections connections) {
        return new MongoCounterStore(
                connections.database(settings.uri(), settings.database()), () -> connections.outage(settings.uri()));
    }
}
