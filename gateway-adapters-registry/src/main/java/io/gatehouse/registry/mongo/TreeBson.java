package io.gatehouse.registry.mongo;

import io.gatehouse.domain.document.Node;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A tree as a value of the database. Numbers that would not come back as they were written stay texts; they mean the same. */
final class TreeBson {

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private TreeBson() {}

    static @Nullable Object of(Node node) {
        if (node instanceof Node.Mapping mapping) {
            var document = new Document();
            mapping.entries().forEach(entry -> document.append(entry.key(), of(entry.value())));
            return document;
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = sequence.items();
            var list = new java.util.ArrayList<@Nullable Object>(items.size());
            items.forEach(item -> list.add(of(item)));
            return list;
        }
        return single((Node.Scalar) node);
    }

    private static @Nullable Object single(Node.Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL -> null;
            case BOOLEAN -> {
                boolean plain = scalar.text().equals("true") || scalar.text().equals("false");
                yield plain ? (Object) scalar.text().equals("true") : scalar.text();
            }
            case NUMBER ->
                WHOLE.matcher(scalar.text()).matches() ? (Object) Long.valueOf(scalar.text()) : scalar.text();
            case TEXT -> scalar.text();
        };
    }
}
