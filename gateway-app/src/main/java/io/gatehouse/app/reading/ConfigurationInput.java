package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.registry.yaml.ConfigurationFile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the configuration of the process comes from. */
public sealed interface ConfigurationInput permits ConfigurationInFile, ConfigurationInText {

    /** What it is called in messages. */
    String name();

    /** The environment variables that placeholders may name. */
    Map<String, String> environment();

    /** What is written, or null after problems were reported, or where nothing is. */
    Node.@Nullable Mapping tree(Problems problems);

    /**
     * Binds what is written; null after problems were reported.
     *
     * @param tree what {@link #tree} has found
     * @param adapters those that it may name
     */
    default @Nullable GatewayConfiguration bind(
            Node.@Nullable Mapping tree, AdapterCatalog adapters, Problems problems) {
        return ConfigurationFile.bind(tree, environment(), GatewayConfiguration.class, adapters.types(), problems);
    }

    /** The configuration where it names none but our own adapters, or null after problems were reported. */
    default @Nullable GatewayConfiguration read(Problems problems) {
        int before = problems.total();
        GatewayConfiguration configuration = bind(tree(problems), AdapterCatalog.own(), problems);
        return problems.total() == before ? configuration : null;
    }
}
