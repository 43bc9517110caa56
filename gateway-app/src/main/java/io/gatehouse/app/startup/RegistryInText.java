package io.gatehouse.app.startup;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.util.List;
import java.util.Map;

/** A registry that a program gives as YAML text. */
final class RegistryInText implements RegistrySource {

    private static final String NAME = "registry";

    private final String yaml;
    private final Map<String, String> environment;

    RegistryInText(String yaml, Map<String, String> environment) {
        this.yaml = yaml;
        this.environment = environment;
    }

    @Override
    public RegistryTree read() {
        var problems = new Problems();
        Node.Mapping part = TreeText.read(NAME, yaml, environment, ReadingLimits.REGISTRY, problems);
        return new RegistryTree(NAME, part == null ? List.of() : List.of(part), problems.list());
    }
}
