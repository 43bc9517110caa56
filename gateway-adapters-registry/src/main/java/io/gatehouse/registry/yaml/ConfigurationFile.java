package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of the process: a file, its placeholders, over it the {@code GATEWAY_*} variables and, under
 * those, the SOAJS ones. Reading blocks.
 */
public final class ConfigurationFile {

    private ConfigurationFile() {}

    /**
     * Binds a tree that was read, under the variables; null if there was any problem, or no tree.
     *
     * @param extensions what it may hold besides
     */
    public static <T extends Record> @Nullable T bind(
            Node.@Nullable Mapping tree,
            Map<String, String> environment,
            Class<T> type,
            ExtensionTypes extensions,
            Problems problems) {
        int before = problems.total();
        Map<String, String> translated = SoajsVariables.translate(environment, problems);
        if (tree == null) {
            return null;
        }
        Node.Mapping laid = new EnvironmentVariables(type, extensions).lay(tree, translated, problems);
        T configuration = Binder.bind(laid, type, extensions, problems);
        return problems.total() == before ? configuration : null;
    }
}
