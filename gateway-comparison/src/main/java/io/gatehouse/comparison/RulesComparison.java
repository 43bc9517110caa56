package io.gatehouse.comparison;

import io.gatehouse.compiler.document.PathPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two sets of rules let a caller call of one version: the compiled rules of both sides are asked about calls that
 * stand for all others.
 */
final class RulesComparison {

    /** How many kinds of paths of a version are looked at. */
    static final int MOST = 10_000;

    /**
     * How a version is told.
     *
     * @param name {@code orders v1}
     * @param prefix what paths begin with: {@code /orders}
     */
    record Label(String name, String prefix) {}

    private final Label label;
    private final VersionRules before;
    private final VersionRules after;
    private final PathSamples.Budget budget = new PathSamples.Budget(MOST);
    private final Map<AccessChange, List<String>> shifts = new LinkedHashMap<>();
    private int passable;
    private int newlyPassable;
    private long judged;

    private RulesComparison(Label label, VersionRules before, VersionRules after) {
        this.label = label;
        this.before = before;
        this.after = after;
    }

    /**
     * What was found out.
     *
     * @param told what changes for callers
     * @param judged how many calls the rules were asked about
     */
    record Result(List<Finding> told, long judged) {}

    /** Compares by methods that both sides let through. */
    static Result of(Label label, VersionRules before, VersionRules after, SortedSet<String> methods) {
        var comparison = new RulesComparison(label, before, after);
        methods.forEach(method -> {
            if (!comparison.isAsGet(method, methods)) {
                comparison.method(method);
            }
        });
        return new Result(comparison.told(), comparison.judged);
    }

    /** Whether both sides treat a method as GET, so that there is nothing more to tell. */
    private boolean isAsGet(String method, Set<String> methods) {
        return VersionRules.followsGet(method)
                && methods.contains("GET")
                && !before.names(method)
                && !after.names(method);
    }

    private void method(String method) {
        Set<PathPattern> patterns = new LinkedHashSet<>(before.patterns(method));
        patterns.addAll(after.patterns(method));
        for (PathSamples.Sample sample : PathSamples.of(patterns, budget)) {
            AccessRequirement was = before.demand(method, sample.path());
            AccessRequirement is = after.demand(method, sample.path());
            judged++;
            passable += was.refused() ? 0 : 1;
            newlyPassable += was.refused() && !is.refused() ? 1 : 0;
            AccessChange shift = AccessChange.of(was, is);
            if (shift != null) {
                shifts.computeIfAbsent(shift, first -> new ArrayList<>()).add(call(method, sample, patterns.isEmpty()));
            }
        }
    }

    private String call(String method, PathSamples.Sample sample, boolean all) {
        String path = sample.label().isEmpty() ? (all ? "/*" : "/* (all other paths)") : sample.label();
        return method + " " + (path.equals("/") ? label.prefix() : label.prefix() + path);
    }

    private List<Finding> told() {
        var told = new ArrayList<Finding>();
        shifts.forEach((shift, calls) ->
                told.add(new Finding(shift.effect(), ChangeKind.ACCESS, saying(shift, calls), calls, calls.size())));
        if (budget.isExceeded()) {
            told.add(Finding.of(Severity.POSSIBLE_LOSS, ChangeKind.ACCESS, notAll()));
        }
        return told;
    }

    private Phrase saying(AccessChange shift, List<String> calls) {
        int all = shift.form() == AccessChange.Form.GAINS ? passable + newlyPassable : passable;
        if (calls.size() > 1 && calls.size() == all && !budget.isExceeded()) {
            return shift.saying("all of " + label.name(), false);
        }
        String some = calls.size() <= ListText.SHOWN
                ? ListText.some(calls)
                : ListText.count(calls.size(), "call") + " of " + label.name() + " (" + ListText.some(calls) + ")";
        return shift.saying(some, calls.size() > 1);
    }

    private Phrase notAll() {
        return Phrase.apart("the rules of " + label.name() + " tell more than " + MOST
                + " kinds of paths apart, and only the first of them were compared");
    }

    /** What a caller gains or loses as a whole; null if both sides have rules, or none has. */
    static @Nullable Finding whole(String name, @Nullable VersionRules before, @Nullable VersionRules after) {
        if ((before == null) == (after == null)) {
            return null;
        }
        return before == null
                ? Finding.of(Severity.GAIN, ChangeKind.ACCESS, Phrase.of("gains " + name, "gain " + name))
                : Finding.of(Severity.LOSS, ChangeKind.ACCESS, Phrase.of("loses " + name, "lose " + name));
    }
}
