package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
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
        KnownFile written = KnownFile.read(file, limits, null, problems);
        return written == null ? null : fill(written.tree(), file, environment, problems);
    }

    /** A tree that was read from a file as it is written, its placeholders filled in. */
    public static Node.Mapping fill(
            Node.Mapping written, Path file, Map<String, String> environment, Problems problems) {
        return new Placeholders(environment, file.getParent(), problems).fill(written);
    }
}
