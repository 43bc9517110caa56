package io.gatehouse.observability.mongo;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.mongodb.MongoUris;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;

/** The adapter {@code usage.mongo}: what all processes have counted, in one database. */
public final class MongoUsageModule extends AdapterModule {

    /** Usage in MongoDB, as gateway.yml has it. */
    @Described("A MongoDB database, for store mongo.")
    public record MongoUsageSettings(
            @Described("The connection string.") Secret uri,
            @Described("The database.") @Default("gateway") String database) {}

    public MongoUsageModule() {
        super(ExtensionPoint.USAGE_STORE, "mongo", MongoUsageSettings.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        MongoUris.check(((MongoUsageSettings) settings).uri(), place);
    }

    @Provides
    @Singleton
    static UsageStore store(MongoUsageSettings settings, MongoConnections connections) {
        return new MongoUsageStore(
                connections.database(settings.uri(), settings.database()), () -> connections.outage(settings.uri()));
    }
}
