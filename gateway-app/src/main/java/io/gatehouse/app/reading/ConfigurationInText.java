package io.gatehouse.app.reading;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
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
    public Node.@Nullable Mapping tree(Problems problems) {
        return TreeText.read(NAME, text, environment, ReadingLimits.PROCESS, problems);
    }
}
