package io.gatehouse.app.reading;

import io.gatehouse.domain.document.Notice;
import io.gatehouse.domain.registry.RegistryHash;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.document.RegistryDocuments;
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
public record ReadRegistry(RegistryDocuments documents, RegistryTree tree, String hash, List<Notice> notices) {

    public ReadRegistry {
        notices = List.copyOf(notices);
    }

    static ReadRegistry of(RegistryDocuments documents, RegistryTree tree, List<Notice> warnings) {
        var notices = new ArrayList<>(tree.notices());
        notices.addAll(warnings);
        return new ReadRegistry(documents, tree, RegistryHash.of(tree), notices);
    }

    /** Where it was read from, for people. */
    public String source() {
        return tree.description();
    }
}
