package io.gatehouse.comparison;

import io.gatehouse.compiler.document.PathPattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Paths that stand for all others: every two paths that some of the patterns distinguish are stood for by two samples.
 *
 * <p>The patterns of both sides are walked together. At each place every segment that a pattern names is tried, and one that none
 * names: so {@code /a/:x/c} and {@code /a/b/:y} give {@code /a/b/c} too. Short paths come first.
 */
final class PathSamples {

    /**
     * A path, and what it is called.
     *
     * @param path as rules see it
     * @param label with {@code :parameters} and {@code *}; empty for all paths that no pattern fits
     */
    record Sample(String path, String label) {}

    private final List<Sample> samples = new ArrayList<>();
    private final Budget budget;
    private final String unnamed;
    private boolean others;

    private PathSamples(Budget budget, String unnamed) {
        this.budget = budget;
        this.unnamed = unnamed;
    }

    /** Samples for these patterns, as many as the budget allows. */
    static List<Sample> of(Collection<PathPattern> patterns, Budget budget) {
        var root = new PatternNode();
        var segments = new HashSet<String>();
        for (PathPattern pattern : patterns) {
            root.add(pattern.segments());
            segments.addAll(pattern.segments());
        }
        var walk = new PathSamples(budget, unnamed(segments));
        walk.from(root);
        return walk.samples;
    }

    private static String unnamed(Set<String> named) {
        String segment = "x";
        while (named.contains(segment)) {
            segment += "x";
        }
        return segment;
    }

    private void from(PatternNode root) {
        Queue<State> queue = new ArrayDeque<>();
        queue.add(new State(List.of(root), "", "", false));
        while (!queue.isEmpty() && budget.take()) {
            visit(queue.remove(), queue);
        }
    }

    private void visit(State state, Queue<State> queue) {
        boolean fits = state.rest || state.nodes.stream().anyMatch(node -> node.here);
        take(state.path, state.label, fits);
        boolean rest = state.rest || state.nodes.stream().anyMatch(node -> node.rest);
        for (String segment : state.named()) {
            budget.queue(queue, state.then(state.behind(segment), segment, segment, rest));
        }
        List<PatternNode> parameters = state.behind(null);
        if (parameters.isEmpty()) {
            take(state.path + "/" + unnamed, state.label + "/*", rest);
        } else {
            budget.queue(queue, state.then(parameters, unnamed, state.parameterName(), rest));
        }
    }

    /** Of the paths that no pattern fits, one stands for all. */
    private void take(String path, String label, boolean fits) {
        if (fits) {
            samples.add(new Sample(path.isEmpty() ? "/" : path, label.isEmpty() ? "/" : label));
        } else if (!others) {
            others = true;
            samples.add(new Sample(path.isEmpty() ? "/" : path, ""));
        }
    }

    /** How many places of patterns may be looked at. */
    static final class Budget {
        private int left;

        Budget(int most) {
            left = most;
        }

        boolean take() {
            left = Math.max(-1, left - 1);
            return left >= 0;
        }

        /** What could not be taken any more is not even remembered. */
        private void queue(Queue<State> queue, State state) {
            if (queue.size() < left) {
                queue.add(state);
            } else {
                left = -1;
            }
        }

        boolean isExceeded() {
            return left < 0;
        }
    }

    /** A place in the patterns, and what may follow. */
    private static final class PatternNode {
        private final Map<String, PatternNode> named = new TreeMap<>();
        private @Nullable PatternNode parameter;
        private String parameterName = "";
        private boolean here;
        private boolean rest;

        void add(List<String> segments) {
            PatternNode node = this;
            for (String segment : segments) {
                if (segment.equals("*")) {
                    node.rest = true;
                    return;
                }
                node = segment.startsWith(":")
                        ? node.parameter(segment)
                        : node.named.computeIfAbsent(segment, first -> new PatternNode());
            }
            node.here = true;
        }

        private PatternNode parameter(String name) {
            PatternNode next = parameter == null ? new PatternNode() : parameter;
            if (parameter == null) {
                parameter = next;
                parameterName = name;
            }
            return next;
        }
    }

    /** All places that a path leads to; {@code rest} says whether a * before fits it as well. */
    private record State(List<PatternNode> nodes, String path, String label, boolean rest) {

        Set<String> named() {
            var segments = new TreeSet<String>();
            nodes.forEach(node -> segments.addAll(node.named.keySet()));
            return segments;
        }

        /** Where a segment leads; null is one that no pattern names. */
        List<PatternNode> behind(@Nullable String segment) {
            var next = new ArrayList<PatternNode>();
            for (PatternNode node : nodes) {
                PatternNode named = segment == null ? null : node.named.get(segment);
                if (named != null) {
                    next.add(named);
                }
                if (node.parameter != null) {
                    next.add(node.parameter);
                }
            }
            return next;
        }

        String parameterName() {
            return nodes.stream()
                    .map(node -> node.parameterName)
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse(":any");
        }

        State then(List<PatternNode> next, String segment, String shown, boolean rest) {
            return new State(next, path + "/" + segment, label + "/" + shown, rest);
        }
    }
}
