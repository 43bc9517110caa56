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
 * <p>There are a thousand such trees in a large registry, and most requests find theirs in no cache of the processor, so nodes
 * are numbers, and exact segments stand in one table for all nodes, their texts in one string: a step touches two or three
 * lines of memory.
 *
 * @param <V> what is kept for a pattern
 */
public final class PathTree<V> {

    private static final int NONE = -1;

    /** The fields of a slot of the table; a slot whose child is 0, the root, is free. */
    private static final int HASH = 0;

    private static final int PARENT = 1;
    private static final int CHILD = 2;
    private static final int START = 3;
    private static final int LENGTH = 4;
    private static final int FIELDS = 5;

    private final int[] table;
    private final int mask;
    private final String texts;
    private final int[] parameters;
    private final List<@Nullable V> here;
    private final List<@Nullable V> rest;

    private PathTree(Growing<V> grown) {
        int edges = grown.nodes.stream().mapToInt(node -> node.exact.size()).sum();
        int slots = Integer.highestOneBit(Math.max(1, edges) * 2) * 2;
        table = new int[slots * FIELDS];
        mask = slots - 1;
        parameters = new int[grown.nodes.size()];
        var text = new StringBuilder();
        here = new ArrayList<@Nullable V>();
        rest = new ArrayList<@Nullable V>();
        for (int number = 0; number < parameters.length; number++) {
            Growing.Node<V> node = grown.nodes.get(number);
            parameters[number] = node.parameter;
            here.add(node.here);
            rest.add(node.rest);
            int parent = number;
            node.exact.forEach((segment, child) -> put(parent, segment, child, text));
        }
        texts = text.toString();
    }

    /** A tree of patterns, each given by its segments. */
    public static <V> PathTree<V> of(Map<List<String>, V> patterns) {
        var growing = new Growing<V>();
        patterns.forEach(growing::add);
        return new PathTree<>(growing);
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

    private void put(int parent, String segment, int child, StringBuilder text) {
        int hash = hash(parent, segment, 0, segment.length());
        int slot = (hash & mask) * FIELDS;
        while (table[slot + CHILD] != 0) {
            slot = next(slot);
        }
        table[slot + HASH] = hash;
        table[slot + PARENT] = parent;
        table[slot + CHILD] = child;
        table[slot + START] = text.length();
        table[slot + LENGTH] = segment.length();
        text.append(segment);
    }

    private int next(int slot) {
        return slot + FIELDS == table.length ? 0 : slot + FIELDS;
    }

    private static int hash(int node, String text, int from, int to) {
        int hash = node;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash ^ hash >>> 15;
    }

    /** What is kept for the pattern that fits a decoded path best; null if none does. */
    public @Nullable V find(String path) {
        boolean slash = path.length() > 1 && path.endsWith("/");
        return find(0, path, 1, slash ? path.length() - 1 : path.length());
    }

    private @Nullable V find(int node, String path, int at, int end) {
        if (at >= end) {
            return here.get(node);
        }
        int slash = path.indexOf('/', at);
        int next = slash < 0 || slash > end ? end : slash;
        V found = null;
        int child = exact(node, path, at, next);
        if (child != NONE) {
            found = find(child, path, next + 1, end);
        }
        if (found == null && parameters[node] != NONE) {
            found = find(parameters[node], path, next + 1, end);
        }
        return found == null ? rest.get(node) : found;
    }

    private int exact(int node, String path, int from, int to) {
        int hash = hash(node, path, from, to);
        int slot = (hash & mask) * FIELDS;
        while (table[slot + CHILD] != 0) {
            if (table[slot + HASH] == hash
                    && table[slot + PARENT] == node
                    && table[slot + LENGTH] == to - from
                    && texts.regionMatches(table[slot + START], path, from, to - from)) {
                return table[slot + CHILD];
            }
            slot = next(slot);
        }
        return NONE;
    }
}
