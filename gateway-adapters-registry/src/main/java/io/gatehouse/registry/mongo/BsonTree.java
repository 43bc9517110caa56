package io.gatehouse.registry.mongo;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.registry.yaml.YamlText;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** A value of the database as a tree: every piece has the collection and name of its document for its place. And a tree as such a value. */
final class BsonTree {

    private static final int DEEPEST = 50;

    private final Origin origin;
    private final Problems problems;

    BsonTree(Origin origin, Problems problems) {
        this.origin = origin;
        this.problems = problems;
    }

    Node read(@Nullable Object value) {
        return read(value, 0);
    }

    private Node read(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            problems.add(origin, "", "nesting deeper than " + DEEPEST, "a flatter document");
            return scalar("", Node.Kind.NULL);
        }
        if (value instanceof Map<?, ?> map) {
            var entries = new ArrayList<Node.Entry>();
            map.forEach((key, inner) ->
                    entries.add(new Node.Entry(StoredKey.read(String.valueOf(key)), origin, read(inner, depth + 1))));
            return new Node.Mapping(origin, entries);
        }
        if (value instanceof List<?> list) {
            return new Node.Sequence(
                    origin, list.stream().map(item -> read(item, depth + 1)).toList());
        }
        return single(value);
    }

    private Node single(@Nullable Object value) {
        if (value == null) {
            return scalar("null", Node.Kind.NULL);
        }
        if (value instanceof String || value instanceof ObjectId) {
            return scalar(value.toString(), Node.Kind.TEXT);
        }
        if (value instanceof Boolean) {
            return scalar(value.toString(), Node.Kind.BOOLEAN);
        }
        if (value instanceof Double number) {
            return scalar(whole(number), Node.Kind.NUMBER);
        }
        if (value instanceof Number || value instanceof Decimal128) {
            return scalar(value.toString(), Node.Kind.NUMBER);
        }
        if (value instanceof Date date) {
            return scalar(date.toInstant().toString(), Node.Kind.TEXT);
        }
        problems.add(
                origin, "", "a value of type " + value.getClass().getSimpleName(), "a text, number, boolean or null");
        return scalar("", Node.Kind.NULL);
    }

    /** The shell writes every number as a double: 5 and not 5.0 is what was meant. */
    private static String whole(double number) {
        boolean isWhole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
        return isWhole ? Long.toString((long) number) : Double.toString(number);
    }

    private Node scalar(String text, Node.Kind kind) {
        return new Node.Scalar(origin, text, kind);
    }

    /** A tree as a value of the database. */
    static @Nullable Object write(Node node) {
        if (node instanceof Node.Mapping mapping) {
            var document = new Document();
            mapping.entries().forEach(entry -> document.append(StoredKey.of(entry.key()), write(entry.value())));
            return document;
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = sequence.items();
            var list = new ArrayList<@Nullable Object>(items.size());
            items.forEach(item -> list.add(write(item)));
            return list;
        }
        return YamlText.plain((Node.Scalar) node);
    }

    /**
     * A key of a mapping as it is stored. Not every server takes a key with a dot or one that begins with a dollar sign, and none finds
     * what lies below it by a path, so {@code 1.10} is stored as {@code 1%2E10}; a per cent sign that would be taken for such a
     * spelling is {@code %25}. A key that was written with a dot all the same is read as it is.
     */
    private static final class StoredKey {

        private static final Map<String, String> SPELLED = Map.of(".", "%2E", "$", "%24", "%", "%25", "\0", "%00");
        private static final Map<String, String> MEANT = Map.of("%2E", ".", "%24", "$", "%25", "%", "%00", "\0");
        private static final Pattern TO_BE_SPELLED = Pattern.compile("[.\\x00]|^\\$|%(?=2E|24|25|00)");
        private static final Pattern TO_BE_READ = Pattern.compile("%(?:2E|24|25|00)");

        private StoredKey() {}

        static String of(String key) {
            return TO_BE_SPELLED.matcher(key).replaceAll(found -> SPELLED.getOrDefault(found.group(), ""));
        }

        static String read(String stored) {
            if (stored.indexOf('%') < 0) {
                return stored;
            }
            // A dollar sign means something in a replacement.
            return TO_BE_READ
                    .matcher(stored)
                    .replaceAll(found -> Matcher.quoteReplacement(MEANT.getOrDefault(found.group(), "")));
        }
    }
}
