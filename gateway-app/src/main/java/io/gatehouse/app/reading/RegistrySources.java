package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.FileRegistryConfiguration;
import io.gatehouse.app.configuration.MongoRegistryConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.app.mongo.MongoConnections;
import io.gatehouse.app.mongo.UsableUri;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.registry.file.FileRegistry;
import io.gatehouse.registry.mongo.MongoRegistry;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of a registry by its kind; a new kind of storage is a line here.
 *
 * @param connections through which databases are read
 * @param environment the variables that placeholders may name
 */
record RegistrySources(MongoConnections connections, Map<String, String> environment) {

    private static final Duration LOOK_AT_FILES = Duration.ofMillis(500);

    /**
     * The source; null where this version has none of this kind, which {@link NotYetSettings} tells, or after a problem was told.
     *
     * @param configuration what the configuration that names it is called
     */
    @Nullable
    WatchedSource of(RegistryConfiguration registry, String configuration, Problems problems) {
        return switch (registry.source()) {
            case FILE -> files(registry.file());
            case MONGO -> registry.mongo() == null ? null : database(registry.mongo(), configuration, problems);
            case SOAJS -> null;
        };
    }

    private WatchedSource files(FileRegistryConfiguration files) {
        var source = new FileRegistry(files.path().resolve(), environment).source();
        return new WatchedSource(source, files.watch() ? LOOK_AT_FILES : null, true);
    }

    private @Nullable WatchedSource database(
            MongoRegistryConfiguration mongo, String configuration, Problems problems) {
        if (!UsableUri.is(mongo.uri())) {
            problems.add(
                    Origin.of(configuration),
                    "registry.mongo.uri",
                    "no connection string that can be used",
                    UsableUri.EXPECTED);
            return null;
        }
        var registry = new MongoRegistry(connections.database(mongo.uri(), mongo.database()), environment);
        return new WatchedSource(registry.source(), mongo.pollInterval(), false);
    }
}
