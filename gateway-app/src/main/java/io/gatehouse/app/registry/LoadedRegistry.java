package io.gatehouse.app.registry;

import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.RegistryHash;
import io.gatehouse.configuration.Notice;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.List;
import java.util.stream.Stream;

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
        var notices = Stream.concat(tree.notices().stream(), warnings.stream()).toList();
        return new LoadedRegistry(documents, tree, RegistryHash.of(tree), notices);
    }

    /** Where it was read from, for people. */
    public String source() {
        return tree.description();
    }
}
