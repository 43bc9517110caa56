package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import java.util.ArrayList;
import java.util.List;

/** Sets single values in a tree. */
final class Overlay {

    private Overlay() {}

    /**
     * The same tree with another value at the end of a path; mappings on the way are made where they are missing,
     * and count as written in the tree: only the value is from elsewhere.
     */
    static Node.Mapping set(Node.Mapping tree, List<String> path, Node value) {
        String key = path.get(0);
        List<String> rest = path.subList(1, path.size());
        List<Node.Entry> entries = new ArrayList<>();
        boolean found = false;
        for (Node.Entry entry : tree.entries()) {
            boolean replace = entry.key().equals(key) && !found;
            found |= replace;
            entries.add(replace ? new Node.Entry(key, entry.origin(), below(entry.value(), rest, value)) : entry);
        }
        if (!found) {
            Origin origin = rest.isEmpty() ? value.origin() : tree.origin();
            Node empty = new Node.Mapping(origin, List.of());
            entries.add(new Node.Entry(key, origin, below(empty, rest, value)));
        }
        return new Node.Mapping(tree.origin(), entries);
    }

    private static Node below(Node node, List<String> rest, Node value) {
        if (rest.isEmpty()) {
            return value;
        }
        Node.Mapping mapping = node instanceof Node.Mapping known ? known : new Node.Mapping(node.origin(), List.of());
        return set(mapping, rest, value);
    }
}
