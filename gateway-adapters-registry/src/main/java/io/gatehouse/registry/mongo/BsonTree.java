package io.gatehouse.registry.mongo;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** A value of the database as a tree: every piece has the collection and name of its document for its place. */
final class BsonTree {

    private static final int DEEPEST = 50;

    private final Origin origin;
    private final Problems problems;

    BsonTree(Origin origin, Problems problems) {
        this.origin = origin;
        this.problems = problems;
    }

    Node of(@Nullable Object value) {
        return of(value, 0);
    }

    private Node of(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            problems.add(origin, "", "nesting deeper than " + DEEPEST, "a flatter document");
            return scalar("", Node.Kind.NULL);
        }
        if (value instanceof Map<?, ?> map) {
            var entries = new ArrayList<Node.Entry>();
            map.forEach((key, inner) ->
                    entries.add(new Node.Entry(StoredKey.read(String.valueOf(key)), origin, of(inner, depth + 1))));
            return new Node.Mapping(origin, entries);
        }
        if (value instanceof List<?> list) {
            return new Node.Sequence(
                    origin, list.stream().map(item -> of(item, depth + 1)).toList());
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
}
