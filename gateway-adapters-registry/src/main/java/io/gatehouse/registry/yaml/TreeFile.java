package io.gatehouse.registry.yaml;

import io.gatehouse.domain.document.Node;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Problems;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML or JSON file as a tree, its placeholders filled in. The notation is JSON where the name ends in {@code .json},
 * else YAML. Reading blocks.
 */
public final class TreeFile {

    private TreeFile() {}

    /**
     * The mapping in the file, or null after a problem was told; never throws.
     *
     * @param file its name as it should appear in messages
     * @param environment the variables that placeholders may name
     */
    public static Node.@Nullable Mapping read(
            Path file, Map<String, String> environment, ReadingLimits limits, Problems problems) {
        Node.Mapping tree = written(file, limits, problems);
        return tree == null ? null : fill(tree, file, environment, problems);
    }

    /** A tree that was read from a file as it is written, its placeholders filled in. */
    public static Node.Mapping fill(
            Node.Mapping written, Path file, Map<String, String> environment, Problems problems) {
        return new Placeholders(environment, file.getParent(), problems).fill(written);
    }

    /** The same with its placeholders as they are written. */
    public static Node.@Nullable Mapping written(Path file, ReadingLimits limits, Problems problems) {
        byte[] bytes;
        try {
            bytes = BoundedFile.read(file, limits.bytes());
        } catch (BoundedFile.Failure e) {
            String said = e.getMessage() == null ? "" : e.getMessage();
            problems.add(
                    Origin.of(file.toString()), "", said, "a readable file of at most " + limits.bytes() + " bytes");
            return null;
        }
        return TreeReader.mapping(file.toString(), bytes, limits, problems);
    }
}
