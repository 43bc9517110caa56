package io.gatehouse.registry.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.gatehouse.compiler.document.CooperativeYield;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.registry.yaml.TreeReader.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds one tree from the tokens of a parser, within the limits. Used once.
 *
 * <p>Where a document of a section stands as it did in a tree of before, that piece of it is taken, and the new one is garbage at
 * once: of a large file with one change hardly anything is new.
 */
final class TreeBuilder {

    private static final int MOST_SHARED = 10_000;

    /** Places for short values, which also come again and again: the name of a package, the kind of a token. A power of two. */
    private static final int SHARED_VALUES = 4096;

    private static final int LONGEST_SHARED = 64;

    /** Of the documents of a section, such as a tenant; the root has 1. */
    private static final int DEPTH_OF_DOCUMENTS = 2;

    private final String source;
    private final JsonParser parser;
    private final ReadingLimits limits;
    private final @Nullable Node before;

    /** Keys are the same few again and again, so each is kept once. */
    private final Map<String, String> keys = new HashMap<>();

    private final @Nullable String[] values = new @Nullable String[SHARED_VALUES];

    private int nodes;

    TreeBuilder(String source, JsonParser parser, ReadingLimits limits, @Nullable Node before) {
        this.source = source;
        this.parser = parser;
        this.limits = limits;
        this.before = before;
    }

    Node document() throws IOException, Unreadable {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new Unreadable(new Origin(source, 1, 1), "nothing", "a document with at least one key");
        }
        Node root = node(first, 1, before);
        if (parser.nextToken() != null) {
            throw new Unreadable(here(), "a second document", "one document in a file");
        }
        return root;
    }

    /** The place of the current token. */
    Origin here() {
        JsonLocation location = parser.currentTokenLocation();
        return new Origin(source, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The value that begins with this token; {@code known} is what stood there before, null if nothing did or it does not matter. */
    private Node node(@Nullable JsonToken token, int depth, @Nullable Node known) throws IOException, Unreadable {
        refuse(++nodes > limits.nodes(), "more values than " + limits.nodes(), "a smaller document");
        refuse(depth > limits.depth(), "nesting deeper than " + limits.depth(), "a flatter document");
        if (parser instanceof YAMLParser yaml) {
            refuse(yaml.isCurrentAlias(), "an alias", "the value itself; aliases and merge keys are not supported");
            refuse(yaml.getTypeId() != null, "a tag", "the value without a tag; types are known from the keys");
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(depth, known);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(depth);
        }
        return scalar(token);
    }

    private Node mapping(int depth, @Nullable Node known) throws IOException, Unreadable {
        Origin origin = here();
        List<Node.Entry> entries = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = shared(parser.currentName());
            Origin place = here();
            refuse(key == null || key.isEmpty(), "an empty key", "a name before the colon");
            Node.Entry was = depth <= DEPTH_OF_DOCUMENTS ? entry(known, entries.size()) : null;
            Node value = node(parser.nextToken(), depth + 1, was == null ? null : was.value());
            var entry = new Node.Entry(key == null ? "" : key, place, value);
            if (depth == DEPTH_OF_DOCUMENTS) {
                CooperativeYield.giveWay();
            }
            entries.add(depth == DEPTH_OF_DOCUMENTS && entry.equals(was) ? was : entry);
        }
        return new Node.Mapping(origin, entries);
    }

    private static Node.@Nullable Entry entry(@Nullable Node known, int index) {
        return known instanceof Node.Mapping mapping
                        && index < mapping.entries().size()
                ? mapping.entries().get(index)
                : null;
    }

    private @Nullable String shared(@Nullable String key) {
        if (key == null || keys.size() == MOST_SHARED) {
            return keys.getOrDefault(key, key);
        }
        String first = keys.putIfAbsent(key, key);
        return first == null ? key : first;
    }

    private Node sequence(int depth) throws IOException, Unreadable {
        Origin origin = here();
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token, depth + 1, null));
        }
        return new Node.Sequence(origin, items);
    }

    private Node scalar(@Nullable JsonToken token) throws IOException, Unreadable {
        refuse(token == null || !token.isScalarValue(), "an end", "a value");
        String text = parser.getText();
        refuse(text.length() > limits.text(), "a value that is too long", "at most " + limits.text() + " characters");
        return new Node.Scalar(here(), sharedValue(text), kind(token));
    }

    private String sharedValue(String text) {
        if (text.length() > LONGEST_SHARED) {
            return text;
        }
        int place = text.hashCode() & (SHARED_VALUES - 1);
        String last = values[place];
        if (last != null && last.equals(text)) {
            return last;
        }
        values[place] = text;
        return text;
    }

    private static Node.Kind kind(@Nullable JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return Node.Kind.NULL;
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return Node.Kind.BOOLEAN;
        }
        return token != null && token.isNumeric() ? Node.Kind.NUMBER : Node.Kind.TEXT;
    }

    private void refuse(boolean bad, String given, String expected) throws Unreadable {
        if (bad) {
            throw new Unreadable(here(), given, expected);
        }
    }
}
