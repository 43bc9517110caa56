package io.gatehouse.app.transfer;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names of files that are relative to the file they stand in. In a database they would stand beside nothing, and be
 * looked for in the working directory of whatever gateway reads them.
 */
final class RelativePaths {

    /** A secret's placeholder anywhere in a value, or a key set that is a file. */
    private static final Pattern RELATIVE = Pattern.compile("(?<!\\$)\\$\\{file:(?!/)[^}]*}|^file:(?!/).*");

    private final Problems problems;

    private RelativePaths(Problems problems) {
        this.problems = problems;
    }

    static void check(RegistryTree tree, Problems problems) {
        var check = new RelativePaths(problems);
        tree.parts().forEach(part -> check.node("", part));
    }

    private void node(String path, Node node) {
        if (node instanceof Node.Mapping mapping) {
            mapping.entries()
                    .forEach(entry -> node(path.isEmpty() ? entry.key() : path + "." + entry.key(), entry.value()));
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> node(path, item));
        } else if (node instanceof Node.Scalar scalar) {
            Matcher relative = RELATIVE.matcher(scalar.text());
            if (relative.find()) {
                problems.add(scalar.origin(), path, relative.group(), "the absolute name of a file");
            }
        }
    }
}
