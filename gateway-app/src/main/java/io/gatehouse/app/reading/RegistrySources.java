package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.FileRegistryConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.app.configuration.RegistrySourceKind;
import io.gatehouse.registry.file.FileRegistryModule;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the source of a registry by its kind; a new kind of storage is a line here. */
final class RegistrySources {

    private static final Duration LOOK_AT_FILES = Duration.ofMillis(500);

    private RegistrySources() {}

    /** The source; null where this version has none of this kind, which {@link NotYetSettings} tells. */
    static @Nullable WatchedSource of(RegistryConfiguration registry, Map<String, String> environment) {
        return registry.source() == RegistrySourceKind.FILE ? files(registry.file(), environment) : null;
    }

    private static WatchedSource files(FileRegistryConfiguration files, Map<String, String> environment) {
        var source = new FileRegistryModule(files.path().resolve(), environment).source();
        return new WatchedSource(source, files.watch() ? LOOK_AT_FILES : null, true);
    }
}
