package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML text as a tree, its placeholders filled in; files that it names are relative to the working directory. */
public final class TreeText {

    private TreeText() {}

    /**
     * The mapping in the text, or null after a problem was told; never throws.
     *
     * @param name what the text is called in messages
     * @param environment the variables that placeholders may name
     */
    public static Node.@Nullable Mapping read(
            String name, String text, Map<String, String> environment, ReadingLimits limits, Problems problems) {
        Node.Mapping tree = TreeReader.mapping(name, text.getBytes(StandardCharsets.UTF_8), limits, problems);
        return tree == null ? null : new Placeholders(environment, null, problems).fill(tree);
    }

    /**
     * The same with its placeholders as they are written: of a text from elsewhere, which may name no file and no variable here.
     *
     * @param name what the text is called in messages; one that ends in {@code .json} has it read as JSON
     */
    public static Node.@Nullable Mapping written(String name, byte[] text, ReadingLimits limits, Problems problems) {
        return TreeReader.mapping(name, text, limits, problems);
    }
}
