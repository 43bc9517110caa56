package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.app.configuration.RegistrySourceKind;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.registry.file.FileRegistryModule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the source of a registry by its kind; a new kind of storage is a line here. */
final class RegistrySources {

    private RegistrySources() {}

    /** The source; null where this version has none of this kind, which {@link NotYetSettings} tells. */
    static @Nullable RegistrySource of(RegistryConfiguration registry, Map<String, String> environment) {
        return registry.source() == RegistrySourceKind.FILE
                ? new FileRegistryModule(registry.file().path().resolve(), environment).source()
                : null;
    }
}
