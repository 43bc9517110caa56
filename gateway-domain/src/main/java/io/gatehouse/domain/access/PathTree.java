package io.gatehouse.domain.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Path patterns by segment: an exact segment wins over a {@code :parameter}, a parameter over a final {@code *}.
 *
 * <p>A {@code *} stands for one segment or more. One trailing slash of the path is ignored. A look-up visits a pattern's
 * node at most once, so its cost is bounded by the patterns, whatever the path; it copies nothing of the path. Immutable.
 *
 * <p>There are a thousand such trees in a large registry, and most requests find theirs in no cache of the processor. So nodes are
 * numbers, and what is known of all of them stands in one array: first, for each node, what is below it, which is where its
 * parameter leads to and whether it has exact segments; then a table of all exact segments; then their characters.
 *
 * @param <V> what is kept for a pattern
 */
public final class PathTree<V> {

    /** No node is led to by number 0, the root. */
    private static final int NONE = 0;

    /** The fields of a slot of the table; a slot without a child is free. */
    private static final int HASH = 0;

    private static final int PARENT = 1;
    private static final int CHILD = 2;
    private static final int START = 3;
    private static final int LENGTH = 4;

    /** The first number of the child, again: whoever is led to a node so need not read there what is below it. */
    private static final int BELOW = 5;

    private static final int FIELDS = 6;

    private final int[] cells;
    private final int table;
    private final int mask;

    /** Two for each node: what is kept here, and what is kept for all that is below. */
    private final @Nullable Object[] values;

    private final @Nullable V otherwise;

    private PathTree(Growing<V> grown, @Nullable V otherwise) {
        this.otherwise = otherwise;
        int nodes = grown.nodes.size();
        int edges = 0;
        int characters = 0;
        for (Growing.Node<V> node : grown.nodes) {
            edges += node.exact.size();
            characters += node.exact.keySet().stream().mapToInt(String::length).sum();
        }
        int slots = Integer.highestOneBit(Math.max(1, edges) * 2) * 2;
        table = nodes;
        mask = slots - 1;
        cells = new int[nodes + slots * FIELDS + characters];
        for (int number = 0; number < nodes; number++) {
            Growing.Node<V> node = grown.nodes.get(number);
            cells[number] = node.parameter << 1 | (node.exact.isEmpty() ? 0 : 1);
        }
        values = new @Nullable Object[nodes * 2];
        int free = cells.length - characters;
        for (int number = 0; number < nodes; number++) {
            Growing.Node<V> node = grown.nodes.get(number);
            values[number * 2] = node.here;
            values[number * 2 + 1] = node.rest;
            for (Map.Entry<String, Integer> edge : node.exact.entrySet()) {
                put(number, edge.getKey(), edge.getValue(), free);
                free += edge.getKey().length();
            }
        }
    }

    /** A tree of patterns, each given by its segments. */
    public static <V> PathTree<V> of(Map<List<String>, V> patterns) {
        return of(patterns, null);
    }

    /** A tree of patterns, with what is found for paths that none of them fits. */
    public static <V> PathTree<V> of(Map<List<String>, V> patterns, @Nullable V otherwise) {
        var growing = new Growing<V>();
        patterns.forEach(growing::add);
        return new PathTree<>(growing, otherwise);
    }

    /** A tree while patterns are added to it. */
    private static final class Growing<V> {

        final List<Node<V>> nodes = new ArrayList<>(List.of(new Node<>()));

        static final class Node<V> {
            final Map<String, Integer> exact = new LinkedHashMap<>();
            int parameter = NONE;

            @Nullable
            V here;

            @Nullable
            V rest;
        }

        void add(List<String> segments, V value) {
            Node<V> node = nodes.get(0);
            for (String segment : segments) {
                if (segment.equals("*")) {
                    node.rest = value;
                    return;
                }
                node = nodes.get(segment.startsWith(":") ? parameter(node) : exact(node, segment));
            }
            node.here = value;
        }

        private int parameter(Node<V> node) {
            if (node.parameter == NONE) {
                node.parameter = more();
            }
            return node.parameter;
        }

        private int exact(Node<V> node, String segment) {
            return node.exact.computeIfAbsent(segment, s -> more());
        }

        private int more() {
            nodes.add(new Node<>());
            return nodes.size() - 1;
        }
    }

    private void put(int parent, String segment, int child, int start) {
        int hash = hash(parent, segment, 0, segment.length());
        int slot = slot(hash);
        while (cells[slot + CHILD] != NONE) {
            slot = next(slot);
        }
        cells[slot + HASH] = hash;
        cells[slot + PARENT] = parent;
        cells[slot + CHILD] = child;
        cells[slot + START] = start;
        cells[slot + LENGTH] = segment.length();
        cells[slot + BELOW] = cells[child];
        for (int i = 0; i < segment.length(); i++) {
            cells[start + i] = segment.charAt(i);
        }
    }

    private int slot(int hash) {
        return table + (hash & mask) * FIELDS;
    }

    private int next(int slot) {
        int next = slot + FIELDS;
        return next == table + (mask + 1) * FIELDS ? table : next;
    }

    private static int hash(int node, String text, int from, int to) {
        int hash = node;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash ^ hash >>> 15;
    }

    /** What is kept for the pattern that fits a decoded path best, else what is found otherwise; null if nothing is. */
    public @Nullable V find(String path) {
        boolean slash = path.length() > 1 && path.endsWith("/");
        V found = find(0, cells[0], path, 1, slash ? path.length() - 1 : path.length());
        return found == null ? otherwise : found;
    }

    private @Nullable V find(int node, int below, String path, int at, int end) {
        if (at >= end) {
            return value(node * 2);
        }
        int slash = path.indexOf('/', at);
        int next = slash < 0 || slash > end ? end : slash;
        int slot = (below & 1) == 0 ? NONE : slot(node, path, at, next);
        V found = slot == NONE ? null : find(cells[slot + CHILD], cells[slot + BELOW], path, next + 1, end);
        int parameter = below >> 1;
        if (found == null && parameter != NONE) {
            found = next + 1 >= end ? value(parameter * 2) : find(parameter, cells[parameter], path, next + 1, end);
        }
        return found == null ? value(node * 2 + 1) : found;
    }

    @SuppressWarnings("unchecked") // only values of this type are put there
    private @Nullable V value(int at) {
        return (V) values[at];
    }

    /** The slot of an exact segment of a node; none if it has no such one. */
    private int slot(int node, String path, int from, int to) {
        int hash = hash(node, path, from, to);
        int slot = slot(hash);
        while (cells[slot + CHILD] != NONE) {
            if (cells[slot + HASH] == hash
                    && cells[slot + PARENT] == node
                    && cells[slot + LENGTH] == to - from
                    && reads(cells[slot + START], path, from, to)) {
                return slot;
            }
            slot = next(slot);
        }
        return NONE;
    }

    private boolean reads(int start, String path, int from, int to) {
        for (int i = from; i < to; i++) {
            if (cells[start + i - from] != path.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
