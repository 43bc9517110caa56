package io.gatehouse.app.startup;

import io.gatehouse.app.plugin.KnownAdapter;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.reading.ConfigurationInput;
import io.gatehouse.app.wiring.Extensions;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.plugin.AdapterModule;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway is started with: where its configuration is, and what the embedding program brings along. Immutable; each
 * method returns a new one. Nothing is read before {@link Gatehouse#start}, which reports all problems at once.
 */
public final class GatehouseConfiguration {

    private final ConfigurationInput input;
    private final Extensions extensions;

    private GatehouseConfiguration(ConfigurationInput input, Extensions extensions) {
        this.input = input;
        this.extensions = extensions;
    }

    /** The configuration in this file, overridden by the environment variables of the process. */
    public static GatehouseConfiguration read(Path file) {
        return read(file, System.getenv());
    }

    /** The configuration in this file, overridden by these environment variables. */
    public static GatehouseConfiguration read(Path file, Map<String, String> environment) {
        return new GatehouseConfiguration(new ConfigurationInFile(file, environment), Extensions.NONE);
    }

    /** The configuration in this YAML text, whatever the environment of the process. */
    public static GatehouseConfiguration parse(String yaml) {
        return parse(yaml, Map.of());
    }

    /** The configuration in this YAML text, overridden by these environment variables. */
    public static GatehouseConfiguration parse(String yaml, Map<String, String> environment) {
        return new GatehouseConfiguration(new ConfigurationInText(yaml, environment), Extensions.NONE);
    }

    /** The same with this registry, as YAML text, in place of the configured one. */
    public GatehouseConfiguration withRegistry(String yaml) {
        return withRegistry(new RegistryInText(yaml, input.environment()));
    }

    /** The same with a registry from this source in place of the configured one. */
    public GatehouseConfiguration withRegistry(RegistrySource source) {
        return with(Optional.of(source), extensions.listeners(), extensions.accessLog(), extensions.adapters());
    }

    /** The same with one more listener, which hears of every exchange once it has ended. */
    public GatehouseConfiguration withTrafficListener(TrafficListener listener) {
        return with(
                extensions.registry(),
                and(extensions.listeners(), listener),
                extensions.accessLog(),
                extensions.adapters());
    }

    /** The same with the access log going to this stream, which stays the caller's to close. */
    public GatehouseConfiguration withAccessLog(OutputStream stream) {
        return with(extensions.registry(), extensions.listeners(), Optional.of(stream), extensions.adapters());
    }

    /** The same with an adapter that the configuration may name, as if a plug-in brought it. */
    public GatehouseConfiguration with(AdapterModule adapter) {
        return with(new KnownAdapter(adapter, "", null));
    }

    /**
     * The same with an adapter that is used, besides those that the configuration names, or in place of the one that it names where
     * there is only one.
     *
     * @throws IllegalArgumentException if these are not the settings of such an adapter
     */
    public GatehouseConfiguration with(AdapterModule adapter, Record settings) {
        if (settings.getClass() != adapter.settings()) {
            throw new IllegalArgumentException(
                    settings.getClass() + " instead of " + adapter.settings() + " for " + adapter.name());
        }
        return with(new KnownAdapter(adapter, "", settings));
    }

    private GatehouseConfiguration with(KnownAdapter adapter) {
        return with(
                extensions.registry(),
                extensions.listeners(),
                extensions.accessLog(),
                and(extensions.adapters(), adapter));
    }

    private GatehouseConfiguration with(
            Optional<RegistrySource> registry,
            List<TrafficListener> listeners,
            Optional<OutputStream> accessLog,
            List<KnownAdapter> adapters) {
        return new GatehouseConfiguration(input, new Extensions(registry, listeners, accessLog, adapters));
    }

    private static <T> List<T> and(List<T> known, T more) {
        var all = new ArrayList<>(known);
        all.add(more);
        return all;
    }

    ConfigurationInput input() {
        return input;
    }

    Extensions extensions() {
        return extensions;
    }
}
