package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML or JSON text, or a file of it, as a tree; and the placeholders of trees. */
public final class TreeText {

    private TreeText() {}

    /**
     * The mapping in a YAML text, its placeholders filled in, or null after a problem was reported; never throws.
     *
     * @param name what the text is called in messages
     * @param environment the variables that placeholders may name
     */
    public static Node.@Nullable Mapping read(
            String name, String text, Map<String, String> environment, ReadingLimits limits, Problems problems) {
        Node.Mapping tree = TreeReader.mapping(name, text.getBytes(StandardCharsets.UTF_8), limits, problems);
        return tree == null ? null : fill(tree, environment, problems);
    }

    /**
     * The same with its placeholders as they are written: of a text from elsewhere, which may name no file and no variable here.
     *
     * @param name what the text is called in messages; one that ends in {@code .json} has it read as JSON
     */
    public static Node.@Nullable Mapping written(String name, byte[] text, ReadingLimits limits, Problems problems) {
        return TreeReader.mapping(name, text, limits, problems);
    }

    /**
     * The mapping in a file, its placeholders filled in, or null after a problem was reported; never throws. JSON where the name
     * ends in {@code .json}, else YAML. Blocks.
     *
     * @param file its name as it should appear in messages
     * @param environment the variables that placeholders may name
     */
    public static Node.@Nullable Mapping read(
            Path file, Map<String, String> environment, ReadingLimits limits, Problems problems) {
        KnownFile written = KnownFile.read(file, limits, null, problems);
        return written == null ? null : fill(written.tree(), file, environment, problems);
    }

    /** The tree of this file with its placeholders filled in; files that they name lie beside it. Blocks where they name some. */
    public static Node.Mapping fill(
            Node.Mapping written, Path file, Map<String, String> environment, Problems problems) {
        return new Placeholders(environment, file.getParent(), problems).fill(written);
    }

    /** The same of a tree that does not come from a file; files that placeholders name are relative to the working directory. */
    public static Node.Mapping fill(Node.Mapping written, Map<String, String> environment, Problems problems) {
        return new Placeholders(environment, null, problems).fill(written);
    }
}
