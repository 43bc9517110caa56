package io.gatehouse.domain.registry;

import io.gatehouse.domain.document.Node;
import io.gatehouse.domain.document.Problem;
import java.util.List;

/**
 * What a source has read, not yet understood.
 *
 * <p>A part is a mapping with any of the keys {@code services}, {@code products} and {@code tenants}, each a mapping by
 * name, and the keys of the gateway's policy. Parts are merged; a name or a policy key that two parts give is a problem
 * that names both places. A file is one part; a database may give one part a document, such as
 * {@code {services: {orders: {...}}}}.
 *
 * @param description what was read, for people: a directory, a database
 * @param parts in a stable order
 * @param problems what could not be read as a tree
 */
public record RegistryTree(String description, List<Node.Mapping> parts, List<Problem> problems) {

    public RegistryTree {
        parts = List.copyOf(parts);
        problems = List.copyOf(problems);
    }
}
