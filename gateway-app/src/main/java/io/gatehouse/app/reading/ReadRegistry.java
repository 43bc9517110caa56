package io.gatehouse.app.reading;

import io.gatehouse.domain.registry.RegistryHash;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.document.RegistryDocuments;

/**
 * A registry without problems, as its source had it.
 *
 * @param documents what it says
 * @param tree how it was written
 * @param hash the name of its content
 */
public record ReadRegistry(RegistryDocuments documents, RegistryTree tree, String hash) {

    static ReadRegistry of(RegistryDocuments documents, RegistryTree tree) {
        return new ReadRegistry(documents, tree, RegistryHash.of(tree));
    }

    /** Where it was read from, for people. */
    public String source() {
        return tree.description();
    }
}
