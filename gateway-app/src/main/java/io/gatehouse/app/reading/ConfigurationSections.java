package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.registry.yaml.ConfigurationFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sections of a configuration that are read before the rest, or although the rest has problems; those are reported elsewhere. */
final class ConfigurationSections {

    private static final String PLUGINS_VARIABLE = "GATEWAY_PLUGINS";

    private ConfigurationSections() {}

    /** The plug-ins, which say what the other sections may hold. */
    record PluginSection(@Default({}) List<FilePath> plugins) {}

    /** Where the registry is, so that its problems are reported along with those of other sections and not only in a second round. */
    record RegistrySection(
            @Default("dev") String environment, @Default({}) RegistryConfiguration registry) {}

    static List<FilePath> plugins(Node.@Nullable Mapping tree, Map<String, String> variables) {
        String over = variables.get(PLUGINS_VARIABLE);
        PluginSection bound = bind(
                tree,
                Set.of("plugins"),
                over == null ? Map.of() : Map.of(PLUGINS_VARIABLE, over),
                PluginSection.class,
                ExtensionTypes.NONE);
        return bound == null ? List.of() : bound.plugins();
    }

    static @Nullable RegistrySection registry(Node.@Nullable Mapping tree, ExtensionTypes extensions) {
        return bind(tree, Set.of("environment", "registry"), Map.of(), RegistrySection.class, extensions);
    }

    private static <T extends Record> @Nullable T bind(
            Node.@Nullable Mapping tree,
            Set<String> keys,
            Map<String, String> variables,
            Class<T> type,
            ExtensionTypes extensions) {
        if (tree == null) {
            return null;
        }
        List<Node.Entry> section = tree.entries().stream()
                .filter(entry -> keys.contains(entry.key()))
                .toList();
        return ConfigurationFile.bind(
                new Node.Mapping(tree.origin(), section), variables, type, extensions, new Problems());
    }
}
