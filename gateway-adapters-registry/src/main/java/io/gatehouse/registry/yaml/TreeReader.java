package io.gatehouse.registry.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problem;
import io.gatehouse.configuration.Problems;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a YAML or JSON text into a tree that keeps everything as it was written. Whatever the text, it never throws: what
 * cannot be read becomes a problem with its place, and no message repeats the text.
 */
final class TreeReader {

    private TreeReader() {}

    /** The mapping that the document is, or null after a problem was reported. */
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

    /** Thrown inside this package where a document cannot be read any further. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Unreadable(Origin origin, String given, String expected) {
            super(given, null, false, false);
            problem = new Problem(origin, "", given, expected);
        }

        Problem problem() {
            return problem;
        }
    }

    /** Opens parsers for the notations that a document may have. */
    enum TreeNotation {
        YAML,
        JSON;

        static TreeNotation of(String fileName) {
            return fileName.endsWith(".json") ? JSON : YAML;
        }

        JsonParser parser(String text, ReadingLimits limits) throws IOException {
            StreamReadConstraints constraints = StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxStringLength(limits.text())
                    .maxNameLength(limits.text())
                    .maxNumberLength(1000)
                    .build();
            if (this == JSON) {
                return JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .build()
                        .createParser(text);
            }
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit((int) Math.min(Integer.MAX_VALUE, limits.bytes()));
            options.setNestingDepthLimit(limits.depth());
            return YAMLFactory.builder()
                    .streamReadConstraints(constraints)
                    .loaderOptions(options)
                    .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .build()
                    .createParser(text);
        }
    }
}
