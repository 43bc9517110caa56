package io.gatehouse.throttle.mongo;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.mongodb.MongoUris;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;

/** The adapter {@code throttling.mongo}: counters in a database that several gateways share. */
public final class MongoThrottlingModule extends AdapterModule {

    public MongoThrottlingModule() {
        super(ExtensionPoint.COUNTER_STORE, "mongo", MongoThrottlingSettings.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        MongoUris.check(((MongoThrottlingSettings) settings).uri(), place);
    }

    @Provides
    @Singleton
    static CounterStore store(MongoThrottlingSettings settings, MongoConnections connections) {
        return new MongoCounterStore(
                connections.database(settings.uri(), settings.database()), () -> connections.outage(settings.uri()));
    }
}
