package io.gatehouse.benchmarks;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts registry trees together, as a source that reads them from somewhere would. */
final class Tree {

    private static final Origin ORIGIN = Origin.of("benchmark");

    private final List<Node.Entry> entries = new ArrayList<>();

    Tree put(String key, Node value) {
        entries.add(new Node.Entry(key, ORIGIN, value));
        return this;
    }

    Tree put(String key, String value) {
        return put(key, text(value));
    }

    Tree put(String key, Tree value) {
        return put(key, value.node());
    }

    Node.Mapping node() {
        return new Node.Mapping(ORIGIN, entries);
    }

    static Node list(String... texts) {
        return new Node.Sequence(ORIGIN, Arrays.stream(texts).map(Tree::text).toList());
    }

    static Node bool(boolean value) {
        return new Node.Scalar(ORIGIN, Boolean.toString(value), Node.Kind.BOOLEAN);
    }

    private static Node text(String value) {
        return new Node.Scalar(ORIGIN, value, Node.Kind.TEXT);
    }
}
