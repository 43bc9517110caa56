package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.configuration.Problems;
import java.util.Map;

/**
 * A configuration that a program has made.
 *
 * @param configuration the configuration
 */
public record ProgrammaticConfiguration(GatewayConfiguration configuration) implements ConfigurationInput {

    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public GatewayConfiguration read(Problems problems) {
        return configuration;
    }

    @Override
    public RegistryConfiguration registryDespiteProblems() {
        return configuration.registry();
    }
}
