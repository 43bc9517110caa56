package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration that a program has put together. */
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
    public Node.@Nullable Mapping tree(Problems problems) {
        return null;
    }

    @Override
    public GatewayConfiguration bind(Node.@Nullable Mapping tree, AdapterCatalog adapters, Problems problems) {
        return configuration;
    }
}
