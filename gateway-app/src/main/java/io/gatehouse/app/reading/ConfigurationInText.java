package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.configuration.Problems;
import io.gatehouse.registry.yaml.ConfigurationFile;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as YAML text; the files that it names are relative to the working directory.
 *
 * @param text the YAML
 * @param environment what placeholders and overrides may use
 */
public record ConfigurationInText(String text, Map<String, String> environment) implements ConfigurationInput {

    private static final String NAME = "configuration";

    public ConfigurationInText {
        environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable GatewayConfiguration read(Problems problems) {
        return ConfigurationFile.parse(NAME, text, environment, GatewayConfiguration.class, problems);
    }

    @Override
    public @Nullable RegistryConfiguration registryDespiteProblems() {
        return RegistrySection.of(TreeText.read(NAME, text, environment, ReadingLimits.PROCESS, new Problems()));
    }
}
