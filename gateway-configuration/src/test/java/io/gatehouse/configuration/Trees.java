package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.List;

/** Builds trees for tests; every value lies on a line of its own. */
final class Trees {

    private int line;

    Node.Mapping map(Object... keysAndValues) {
        Origin origin = here();
        List<Node.Entry> entries = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.add(new Node.Entry((String) keysAndValues[i], here(), node(keysAndValues[i + 1])));
        }
        return new Node.Mapping(origin, entries);
    }

    Node.Sequence list(Object... items) {
        Origin origin = here();
        List<Node> nodes = new ArrayList<>();
        for (Object item : items) {
            nodes.add(node(item));
        }
        return new Node.Sequence(origin, nodes);
    }

    Node none() {
        return new Node.Scalar(here(), "null", Node.Kind.NULL);
    }

    private Node node(Object value) {
        if (value instanceof Node node) {
            return node;
        }
        Node.Kind kind = value instanceof Number
                ? Node.Kind.NUMBER
                : value instanceof Boolean ? Node.Kind.BOOLEAN : Node.Kind.TEXT;
        return new Node.Scalar(here(), value.toString(), kind);
    }

    private Origin here() {
        return new Origin("test", ++line, 1);
    }
}
