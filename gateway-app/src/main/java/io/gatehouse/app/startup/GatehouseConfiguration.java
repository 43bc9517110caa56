package io.gatehouse.app.startup;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.reading.ConfigurationInput;
import io.gatehouse.app.reading.ProgrammaticConfiguration;
import io.gatehouse.app.wiring.Extensions;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.traffic.TrafficListener;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway is started with: where its configuration is, and what the embedding program brings along. Immutable; each
 * method answers with a new one. Nothing is read before {@link Gatehouse#start}, which tells all problems at once.
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

    /** A configuration that a program has put together, such as {@link GatewayConfiguration#standard}. */
    public static GatehouseConfiguration of(GatewayConfiguration configuration) {
        return new GatehouseConfiguration(new ProgrammaticConfiguration(configuration), Extensions.NONE);
    }

    /** The same with this registry, as YAML text, in place of the configured one. */
    public GatehouseConfiguration withRegistry(String yaml) {
        return withRegistry(new RegistryInText(yaml, input.environment()));
    }

    /** The same with a registry from this source in place of the configured one. */
    public GatehouseConfiguration withRegistry(RegistrySource source) {
        return new GatehouseConfiguration(
                input, new Extensions(Optional.of(source), extensions.listeners(), extensions.accessLog()));
    }

    /** The same with one more listener, which hears of every exchange once it has ended. */
    public GatehouseConfiguration withTrafficListener(TrafficListener listener) {
        var listeners = new ArrayList<>(extensions.listeners());
        listeners.add(listener);
        return new GatehouseConfiguration(
                input, new Extensions(extensions.registry(), listeners, extensions.accessLog()));
    }

    /** The same with the access log going to this stream, which stays the caller's to close. */
    public GatehouseConfiguration withAccessLog(OutputStream stream) {
        return new GatehouseConfiguration(
                input, new Extensions(extensions.registry(), extensions.listeners(), Optional.of(stream)));
    }

    ConfigurationInput input() {
        return input;
    }

    Extensions extensions() {
        return extensions;
    }
}
