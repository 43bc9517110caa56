package io.gatehouse.domain.access;

import io.gatehouse.domain.request.SegmentMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Path patterns by segment: an exact segment wins over a {@code :parameter}, a parameter over a final {@code *}.
 *
 * <p>A {@code *} stands for one segment or more. One trailing slash of the path is ignored. A look-up visits a pattern's
 * node at most once, so its cost is bounded by the patterns, whatever the path. Immutable.
 *
 * @param <V> what is kept for a pattern
 */
public final class PathTree<V> {

    /**
     * What begins with some segments.
     *
     * @param exact what follows, by its next segment
     * @param parameter what follows after any segment; null for nothing
     * @param here what is kept for these segments; null for nothing
     * @param rest what is kept for all that is below; null for nothing
     */
    private record Node<V>(
            SegmentMap<Node<V>> exact,
            @Nullable Node<V> parameter,
            @Nullable V here,
            @Nullable V rest) {}

    private final Node<V> root;
    private final @Nullable V otherwise;

    private PathTree(Node<V> root, @Nullable V otherwise) {
        this.root = root;
        this.otherwise = otherwise;
    }

    /** A tree of patterns, each given by its segments. */
    public static <V> PathTree<V> of(Map<List<String>, V> patterns) {
        return of(patterns, null);
    }

    /** A tree of patterns, with what is found for paths that none of them fits. */
    public static <V> PathTree<V> of(Map<List<String>, V> patterns, @Nullable V otherwise) {
        var growing = new Growing<V>();
        patterns.forEach(growing::add);
        return new PathTree<>(growing.grown(), otherwise);
    }

    /** A node while patterns are added to it. */
    private static final class Growing<V> {
        private final Map<String, Growing<V>> exact = new HashMap<>();
        private @Nullable Growing<V> parameter;
        private @Nullable V here;
        private @Nullable V rest;

        void add(List<String> segments, V value) {
            if (segments.isEmpty()) {
                here = value;
            } else if (segments.get(0).equals("*")) {
                rest = value;
            } else {
                next(segments.get(0)).add(segments.subList(1, segments.size()), value);
            }
        }

        private Growing<V> next(String segment) {
            if (!segment.startsWith(":")) {
                return exact.computeIfAbsent(segment, absent -> new Growing<>());
            }
            if (parameter == null) {
                parameter = new Growing<>();
            }
            return parameter;
        }

        Node<V> grown() {
            Map<String, Node<V>> below = new HashMap<>();
            exact.forEach((segment, growing) -> below.put(segment, growing.grown()));
            return new Node<>(new SegmentMap<>(below), parameter == null ? null : parameter.grown(), here, rest);
        }
    }

    /** What is kept for the pattern that fits a decoded path best, else what is found otherwise; null if nothing is. */
    public @Nullable V find(String path) {
        return find(path, 0);
    }

    /** The same for what begins with the slash that stands there, or is {@code /} where the text ends. */
    public @Nullable V find(String path, int from) {
        boolean slash = path.length() - from > 1 && path.endsWith("/");
        V found = find(root, path, from + 1, slash ? path.length() - 1 : path.length());
        return found == null ? otherwise : found;
    }

    private static <V> @Nullable V find(Node<V> node, String path, int at, int end) {
        if (at >= end) {
            return node.here;
        }
        int slash = path.indexOf('/', at);
        int next = slash < 0 || slash > end ? end : slash;
        Node<V> exact = node.exact.get(path, at, next);
        V found = exact == null ? null : find(exact, path, next + 1, end);
        if (found == null && node.parameter != null) {
            found = find(node.parameter, path, next + 1, end);
        }
        return found == null ? node.rest : found;
    }
}
