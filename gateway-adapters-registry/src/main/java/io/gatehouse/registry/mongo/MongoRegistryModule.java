package io.gatehouse.registry.mongo;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.mongodb.MongoSource;
import io.gatehouse.mongodb.MongoUris;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.plugin.ProcessEnvironment;

/** The adapter {@code registry.mongo}. */
public final class MongoRegistryModule extends AdapterModule {

    public MongoRegistryModule() {
        super(ExtensionPoint.REGISTRY_SOURCE, "mongo", MongoRegistrySettings.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        MongoUris.check(((MongoRegistrySettings) settings).uri(), place);
    }

    @Provides
    @Singleton
    static RegistrySource source(
            MongoRegistrySettings settings, MongoConnections connections, ProcessEnvironment process) {
        var database = connections.database(settings.uri(), settings.database());
        var registry = new MongoRegistry(database, process.variables());
        return new MongoSource(registry.source(), connections, settings.uri(), settings.pollInterval());
    }
}
