package io.gatehouse.app.reading;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in a file, overridden by environment variables.
 *
 * @param file its name, which other files are relative to
 * @param environment usually that of the process
 */
public record ConfigurationInFile(Path file, Map<String, String> environment) implements ConfigurationInput {

    public ConfigurationInFile {
        environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Node.@Nullable Mapping tree(Problems problems) {
        return TreeText.read(file, environment, ReadingLimits.PROCESS, problems);
    }
}
