package io.gatehouse.registry.soajs;

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

/** The adapter {@code registry.soajs}. */
public final class SoajsRegistryModule extends AdapterModule {

    public SoajsRegistryModule() {
        super(ExtensionPoint.REGISTRY_SOURCE, "soajs", SoajsRegistrySettings.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        MongoUris.check(((SoajsRegistrySettings) settings).uri(), place);
    }

    @Provides
    @Singleton
    static RegistrySource source(
            SoajsRegistrySettings settings, MongoConnections connections, ProcessEnvironment process) {
        var database = connections.database(settings.uri(), settings.database());
        var registry = new SoajsRegistry(settings, database, process.environment(), process.variables());
        return new MongoSource(registry.source(), connections, settings.uri(), settings.pollInterval());
    }
}
