package io.gatehouse.registry.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import io.gatehouse.domain.document.Node;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Problems;
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
        Node root;
        try {
            root = read(source, Utf8.decode(source, bytes), Notation.of(source), limits);
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
    static Node read(String source, String text, Notation notation, ReadingLimits limits) throws Unreadable {
        TreeBuilder builder = null;
        try (JsonParser parser = notation.parser(text, limits)) {
            builder = new TreeBuilder(source, parser, limits);
            return builder.document();
        } catch (JacksonException e) {
            throw SyntaxProblem.of(source, notation, e);
        } catch (YAMLException e) {
            throw SyntaxProblem.of(source, place(source, builder), e);
        } catch (IOException | RuntimeException e) {
            // The parsers have thrown index and number errors for malformed input before; the place is the best known.
            throw new Unreadable(place(source, builder), "something unreadable", "well-formed " + notation);
        }
    }

    private static Origin place(String source, @Nullable TreeBuilder builder) {
        return builder == null ? new Origin(source, 1, 1) : builder.here();
    }
}
