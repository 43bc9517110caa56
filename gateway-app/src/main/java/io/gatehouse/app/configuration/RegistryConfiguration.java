package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Extensible;
import io.gatehouse.configuration.ExtensionName;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Sourced;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where services, products, tenants and policy are kept.
 *
 * @param source the name of an adapter
 * @param adapters the settings of adapters, by name
 */
public record RegistryConfiguration(
        @Described("The kind of source.") @Default("file") @ExtensionName("registry")
        String source,

        @Extensible(value = "registry", inline = true, standing = true)
        Map<String, Sourced<Record>> adapters,

        @Described(
                "Where a copy of the last good registry is kept, to start from while the source is away; it holds secrets.")
        @Nullable
        FilePath lastGood) {

    public RegistryConfiguration {
        if (!adapters.containsKey(source)) {
            throw new MalformedValue(source + " settings, as source is " + source);
        }
    }

    /** The adapter that is used, with its settings. */
    public Map<String, Sourced<Record>> used() {
        return Map.of(source, adapters.get(source));
    }

    /** The settings of an adapter, whether it is used or not; null if there are none. */
    public <T extends Record> @Nullable T settings(String name, Class<T> type) {
        Sourced<Record> settings = adapters.get(name);
        return settings == null ? null : type.cast(settings.value());
    }
}
