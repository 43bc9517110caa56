package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.FileRegistryConfiguration;
import io.gatehouse.app.configuration.MongoRegistryConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.app.configuration.SoajsRegistryConfiguration;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.registry.file.FileRegistry;
import io.gatehouse.registry.mongo.MongoRegistry;
import io.gatehouse.registry.soajs.SoajsRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of a registry by its kind; a new kind of storage is a line here.
 *
 * @param connections through which databases are read
 * @param variables those that placeholders may name
 * @param environment which one the gateway serves; null if that is not known
 */
record RegistrySources(
        MongoConnections connections,
        Map<String, String> variables,
        @Nullable String environment) {

    /**
     * The source; null after a problem was told, here or where the configuration was read.
     *
     * @param configuration what the configuration that names it is called
     */
    @Nullable
    RegistrySource of(RegistryConfiguration registry, String configuration, Problems problems) {
        return switch (registry.source()) {
            case FILE -> files(registry.file());
            case MONGO -> registry.mongo() == null ? null : database(registry.mongo(), configuration, problems);
            case SOAJS -> registry.soajs() == null ? null : soajs(registry.soajs(), configuration, problems);
        };
    }

    private RegistrySource files(FileRegistryConfiguration files) {
        return new FileRegistry(files.path().resolve(), variables, files.watch()).source();
    }

    private @Nullable RegistrySource database(
            MongoRegistryConfiguration mongo, String configuration, Problems problems) {
        if (!UsableUris.check(mongo.uri(), "registry.mongo.uri", configuration, problems)) {
            return null;
        }
        var registry = new MongoRegistry(connections.database(mongo.uri(), mongo.database()), variables);
        return new MongoSource(registry.source(), connections, mongo.uri(), mongo.pollInterval());
    }

    private @Nullable RegistrySource soajs(SoajsRegistryConfiguration soajs, String configuration, Problems problems) {
        if (environment == null || !UsableUris.check(soajs.uri(), "registry.soajs.uri", configuration, problems)) {
            return null;
        }
        var registry = new SoajsRegistry(connections.database(soajs.uri(), soajs.database()), environment);
        return new MongoSource(registry.source(), connections, soajs.uri(), soajs.pollInterval());
    }
}
