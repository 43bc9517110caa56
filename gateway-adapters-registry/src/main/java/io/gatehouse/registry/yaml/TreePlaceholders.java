package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.util.Map;

/** Fills in the placeholders of a tree that does not come from a file; files that they name are relative to the working directory. */
public final class TreePlaceholders {

    private TreePlaceholders() {}

    /** The tree with {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${file:NAME}} replaced; what is missing is a problem. */
    public static Node.Mapping fill(Node.Mapping tree, Map<String, String> environment, Problems problems) {
        return new Placeholders(environment, null, problems).fill(tree);
    }
}
