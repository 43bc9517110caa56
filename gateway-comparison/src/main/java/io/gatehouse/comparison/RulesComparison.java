package io.gatehouse.comparison;

import io.gatehouse.comparison.AccessChange.AccessRequirement;
import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Counted;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Finding;
import io.gatehouse.comparison.ComparisonFindings.ListText;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.compiler.document.AclDocument.MethodAclDocument;
import io.gatehouse.compiler.document.AclDocument.VersionAclDocument;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
     * How a version is called.
     *
     * @param name {@code orders v1}
     * @param prefix what paths begin with: {@code /orders}
     */
    record Label(String name, String prefix) {

        static Label of(Service before, Service after, VersionNumber version) {
            Set<VersionNumber> numbers = new HashSet<>();
            for (Service service : List.of(before, after)) {
                service.versions().stream().map(ServiceVersion::key).forEach(key -> numbers.add(key.version()));
            }
            String prefix = "/" + before.name() + (numbers.size() > 1 ? "/v" + version : "");
            return new Label(before.name() + " v" + version, prefix);
        }

        static Label withoutVersion(String service) {
            return new Label(service + " without a version", "/" + service);
        }
    }

    private final Label label;
    private final VersionRules before;
    private final VersionRules after;
    private final PathSamples.Budget budget = new PathSamples.Budget(MOST);
    private final Map<AccessChange, List<String>> changes = new LinkedHashMap<>();
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
     * @param findings what changes for callers
     * @param judged how many calls the rules were asked about
     */
    record Result(List<Finding> findings, long judged) {}

    /** Compares by methods that both sides let through. */
    static Result of(Label label, VersionRules before, VersionRules after, SortedSet<String> methods) {
        var comparison = new RulesComparison(label, before, after);
        methods.forEach(method -> {
            if (!comparison.isAsGet(method, methods)) {
                comparison.method(method);
            }
        });
        return new Result(comparison.findings(), comparison.judged);
    }

    /** Whether both sides treat a method as GET, so that there is nothing more to report. */
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
            AccessChange change = AccessChange.of(was, is);
            if (change != null) {
                changes.computeIfAbsent(change, first -> new ArrayList<>())
                        .add(call(method, sample, patterns.isEmpty()));
            }
        }
    }

    private String call(String method, PathSamples.Sample sample, boolean all) {
        String path = sample.label().isEmpty() ? (all ? "/*" : "/* (all other paths)") : sample.label();
        return method + " " + (path.equals("/") ? label.prefix() : label.prefix() + path);
    }

    private static Counted first(List<String> calls) {
        return new Counted(calls.stream().limit(Change.MOST_CALLS).toList(), calls.size());
    }

    private List<Finding> findings() {
        var found = new ArrayList<Finding>();
        changes.forEach((change, calls) ->
                found.add(new Finding(change.severity(), ChangeKind.ACCESS, phrase(change, calls), first(calls))));
        if (budget.isExceeded()) {
            found.add(Finding.of(Severity.POSSIBLE_LOSS, ChangeKind.ACCESS, notAll()));
        }
        return found;
    }

    private Phrase phrase(AccessChange change, List<String> calls) {
        int all = change.form() == AccessChange.Form.GAINS ? passable + newlyPassable : passable;
        if (calls.size() > 1 && calls.size() == all && !budget.isExceeded()) {
            return change.phrase("all of " + label.name(), false);
        }
        String some = calls.size() <= ListText.SHOWN
                ? ListText.some(calls)
                : ListText.count(calls.size(), "call") + " of " + label.name() + " (" + ListText.some(calls) + ")";
        return change.phrase(some, calls.size() > 1);
    }

    private Phrase notAll() {
        return Phrase.apart("the rules of " + label.name() + " distinguish more than " + MOST
                + " kinds of paths, and only the first of them were compared");
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

    /**
     * What a caller with a key may call of one version on one side.
     *
     * @param document how the rules are written
     * @param acl the rules that requests are judged by
     * @param demands what the version requires besides
     */
    record VersionRules(VersionAclDocument document, VersionAcl acl, Requirements demands) {

        /** Who passes. */
        AccessRequirement demand(String method, String path) {
            return AccessRequirement.withKey(acl.find(method, path), demands);
        }

        boolean names(String method) {
            return document.methods().containsKey(method.toLowerCase(Locale.ROOT));
        }

        /** The patterns by which the paths of a method differ. */
        Set<PathPattern> patterns(String method) {
            MethodAclDocument rules = document.methods().get(method.toLowerCase(Locale.ROOT));
            if (rules == null && followsGet(method)) {
                rules = document.methods().get("get");
            }
            return rules == null ? Set.of() : rules.paths().keySet();
        }

        static boolean followsGet(String method) {
            return method.equals("HEAD") || method.equals("OPTIONS");
        }
    }
}
