package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one section that tells where the registry is. Looked at alone where the rest of the configuration has problems, so
 * that those of the registry are told along with them and not only in a second round.
 */
record RegistrySection(@Default({}) RegistryConfiguration registry) {

    static @Nullable RegistryConfiguration of(Node.@Nullable Mapping configuration) {
        if (configuration == null) {
            return null;
        }
        List<Node.Entry> section = configuration.entries().stream()
                .filter(entry -> entry.key().equals("registry"))
                .toList();
        RegistrySection bound =
                Binder.bind(new Node.Mapping(configuration.origin(), section), RegistrySection.class, new Problems());
        return bound == null ? null : bound.registry();
    }
}
