package io.gatehouse.app.reading;

import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Notice;
import io.gatehouse.domain.registry.RegistryHash;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.ArrayList;
import java.util.List;

/**
 * A registry without problems, as its source had it.
 *
 * @param documents what it says
 * @param tree how it was written
 * @param hash the name of its content
 * @param notices what an operator should know of: what the source holds and is not served, and words that hardly mean what
 *     they were written for
 */
public record LoadedRegistry(RegistryDocuments documents, RegistryTree tree, String hash, List<Notice> notices) {

    public LoadedRegistry {
        notices = List.copyOf(notices);
    }

    static LoadedRegistry of(RegistryDocuments documents, RegistryTree tree, List<Notice> warnings) {
        var notices = new ArrayList<>(tree.notices());
        notices.addAll(warnings);
        return new LoadedRegistry(documents, tree, RegistryHash.of(tree), notices);
    }

    /** Where it was read from, for people. */
    public String source() {
        return tree.description();
    }
}
