package io.gatehouse.registry.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a YAML or JSON text into a tree that keeps everything as it was written. Whatever the text, it never throws: what
 * cannot be read becomes a problem with its place, and no message repeats the text.
 */
final class TreeReader {

    private TreeReader() {}

    /** The mapping that the document is, or null after a problem was told. */
    static Node.@Nullable Mapping mapping(String source, byte[] bytes, ReadingLimits limits, Problems problems) {
        return mapping(source, bytes, limits, null, problems);
    }

    /**
     * The same for a document that may have been read before.
     *
     * @param before what it was then, so that what has not changed is the same piece; null if it was not read
     */
    static Node.@Nullable Mapping mapping(
            String source, byte[] bytes, ReadingLimits limits, @Nullable Node before, Problems problems) {
        Node root;
        try {
            root = read(source, Utf8.decode(source, bytes), TreeNotation.of(source), limits, before);
        } catch (Unreadable e) {
            problems.add(e.problem());
            return null;
        }
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        problems.add(root.origin(), "", "a single value or a list", "a mapping: keys, each with a colon and a value");
        return null;
    }

    /** The one document of a text, of any kind. */
    static Node read(String source, String text, TreeNotation notation, ReadingLimits limits) throws Unreadable {
        return read(source, text, notation, limits, null);
    }

    /**
     * The same for a text that may have been read before.
     *
     * @param before what it was then; null if it was not read
     */
    private static Node read(
            String source, String text, TreeNotation notation, ReadingLimits limits, @Nullable Node before)
            throws Unreadable {
        TreeBuilder builder = null;
        try (JsonParser parser = notation.parser(text, limits)) {
            builder = new TreeBuilder(source, parser, limits, before);
            return builder.document();
        } catch (JacksonException e) {
            throw SyntaxProblem.of(source, text, notation, e);
        } catch (YAMLException e) {
            throw SyntaxProblem.of(source, text, place(source, builder), e);
        } catch (IOException | RuntimeException e) {
            // The parsers have thrown index and number errors for malformed input before; the place is the best known.
            throw new Unreadable(place(source, builder), "something unreadable", "well-formed " + notation);
        }
    }

    private static Origin place(String source, @Nullable TreeBuilder builder) {
        return builder == null ? new Origin(source, 1, 1) : builder.here();
    }
}
