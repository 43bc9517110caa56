package io.gatehouse.app.reading;

import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.document.GeoDatabaseRule;
import io.gatehouse.domain.registry.document.RegistryDocumentReader;
import io.gatehouse.domain.registry.document.RegistryDocuments;
import org.jspecify.annotations.Nullable;

/** Reads a registry from its source and finds everything that is wrong with it. */
final class RegistryReading {

    private RegistryReading() {}

    /**
     * The registry, or null after problems were told. Blocks for as long as the source does.
     *
     * @param configuration what the configuration that names the source is called
     * @param knowsPlaces whether there is a database that tells where an address is
     */
    static @Nullable ReadRegistry read(
            RegistrySource source, String configuration, boolean knowsPlaces, Problems problems) {
        int before = problems.total();
        RegistryTree tree;
        try {
            tree = source.read();
        } catch (RegistryUnavailable e) {
            String said = String.valueOf(e.getMessage());
            problems.add(Origin.of(configuration), "registry", said, "a registry that can be read");
            return null;
        }
        RegistryDocuments documents = RegistryDocumentReader.read(tree, problems);
        GeoDatabaseRule.check(documents, knowsPlaces, problems);
        return problems.total() == before ? new ReadRegistry(documents, tree.description()) : null;
    }
}
