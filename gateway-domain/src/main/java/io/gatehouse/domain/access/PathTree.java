package io.gatehouse.domain.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Path patterns by segment: an exact segment wins over a {@code :parameter}, a parameter over a final {@code *}.
 *
 * <p>A {@code *} stands for one segment or more. One trailing slash of the path is ignored. A look-up visits a pattern's
 * node at most once, so its cost is bounded by the patterns, whatever the path. Immutable once built.
 *
 * @param <V> what is kept for a pattern
 */
public final class PathTree<V> {

    private final Map<String, PathTree<V>> exact = new HashMap<>();
    private @Nullable PathTree<V> parameter;
    private @Nullable V here;
    private @Nullable V rest;

    private PathTree() {}

    /** A tree of patterns, each given by its segments. */
    public static <V> PathTree<V> of(Map<List<String>, V> patterns) {
        var root = new PathTree<V>();
        patterns.forEach(root::add);
        return root;
    }

    private void add(List<String> segments, V value) {
        PathTree<V> node = this;
        for (String segment : segments) {
            if (segment.equals("*")) {
                node.rest = value;
                return;
            }
            node = segment.startsWith(":")
                    ? node.parameter()
                    : node.exact.computeIfAbsent(segment, s -> new PathTree<>());
        }
        node.here = value;
    }

    private PathTree<V> parameter() {
        PathTree<V> known = parameter;
        PathTree<V> node = known == null ? new PathTree<>() : known;
        parameter = node;
        return node;
    }

    /** What is kept for the pattern that fits a decoded path best; null if none does. */
    public @Nullable V find(String path) {
        boolean slash = path.length() > 1 && path.endsWith("/");
        return find(path, 1, slash ? path.length() - 1 : path.length());
    }

    private @Nullable V find(String path, int at, int end) {
        if (at >= end) {
            return here;
        }
        int slash = path.indexOf('/', at);
        int next = slash < 0 || slash > end ? end : slash;
        V found = null;
        PathTree<V> child = exact.isEmpty() ? null : exact.get(path.substring(at, next));
        if (child != null) {
            found = child.find(path, next + 1, end);
        }
        if (found == null && parameter != null) {
            found = parameter.find(path, next + 1, end);
        }
        return found == null ? rest : found;
    }
}
