package io.gatehouse.registry.mongo;

import io.gatehouse.configuration.Node;
import io.gatehouse.registry.tree.PlainValue;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A tree as a value of the database. */
final class TreeBson {

    private TreeBson() {}

    static @Nullable Object of(Node node) {
        if (node instanceof Node.Mapping mapping) {
            var document = new Document();
            mapping.entries().forEach(entry -> document.append(StoredKey.of(entry.key()), of(entry.value())));
            return document;
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = sequence.items();
            var list = new ArrayList<@Nullable Object>(items.size());
            items.forEach(item -> list.add(of(item)));
            return list;
        }
        return PlainValue.of((Node.Scalar) node);
    }
}
