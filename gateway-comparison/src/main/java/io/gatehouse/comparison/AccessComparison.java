package io.gatehouse.comparison;

import io.gatehouse.compiler.document.ServiceAclDocument;
import io.gatehouse.compiler.document.VersionAclDocument;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what keys may call. What two applications are granted is compared once for all applications that are granted the same,
 * and the rules of one version once for all grants that hold them, so that the work depends on what differs and not on the
 * number of keys.
 */
final class AccessComparison {

    private final RegistrySide before;
    private final RegistrySide after;
    private final CanonicalIds ids;
    private final Map<GrantPair, List<Finding>> grants = new HashMap<>();
    private final Map<RulesPair, List<Finding>> rules = new HashMap<>();
    private long judged;

    AccessComparison(RegistrySide before, RegistrySide after, CanonicalIds ids) {
        this.before = before;
        this.after = after;
        this.ids = ids;
    }

    private record GrantPair(int before, int after) {}

    private record RulesPair(
            String service, VersionNumber before, VersionNumber after, int rulesBefore, int rulesAfter) {}

    /** How many calls the rules were asked about. */
    long judged() {
        return judged;
    }

    /** What changes for the keys of applications that were granted the one and are granted the other. */
    List<Finding> of(Grants.Grant was, Grants.Grant is) {
        var pair = new GrantPair(was.number(), is.number());
        List<Finding> known = grants.get(pair);
        if (known == null) {
            known = compare(was, is);
            grants.put(pair, known);
        }
        return known;
    }

    private List<Finding> compare(Grants.Grant was, Grants.Grant is) {
        var told = new ArrayList<Finding>();
        var names = new TreeSet<>(was.services().keySet());
        names.addAll(is.services().keySet());
        for (String name : names) {
            Service old = before.snapshot().services().named(name);
            Service now = after.snapshot().services().named(name);
            if (now != null) {
                versions(name, old, was, now, is, told);
            }
        }
        return told;
    }

    private void versions(
            String name, @Nullable Service old, Grants.Grant was, Service now, Grants.Grant is, List<Finding> told) {
        for (ServiceVersion version : now.versions()) {
            VersionNumber number = version.key().version();
            VersionRules then = old == null ? null : rules(old, number, was);
            VersionRules next = rules(now, number, is);
            Finding whole = RulesComparison.whole(name + " v" + number, then, next);
            if (whole != null) {
                told.add(whole);
            } else if (old != null && then != null && next != null) {
                told.addAll(rules(old, number, then, now, number, next, VersionLabels.of(old, now, number)));
            }
        }
        if (old != null) {
            unversioned(name, old, was, now, is, told);
        }
    }

    /** Callers who ask for no version get the newest that they are granted, which may be another one now. */
    private void unversioned(
            String name, Service old, Grants.Grant was, Service now, Grants.Grant is, List<Finding> told) {
        ServiceVersion then = old.newestOf(was.acl()::grants);
        ServiceVersion next = now.newestOf(is.acl()::grants);
        if (then == null || next == null || then.key().equals(next.key())) {
            return;
        }
        told.add(Finding.of(
                Severity.CHANGE,
                ChangeKind.ACCESS,
                VersionLabels.unversioned(name, then.key().version(), next.key().version())));
        VersionRules rulesThen = rules(old, then.key().version(), was);
        VersionRules rulesNext = rules(now, next.key().version(), is);
        if (rulesThen != null && rulesNext != null) {
            rules(
                            old,
                            then.key().version(),
                            rulesThen,
                            now,
                            next.key().version(),
                            rulesNext,
                            VersionLabels.withoutVersion(name))
                    .stream()
                    .filter(one -> one.effect() != Severity.GAIN)
                    .forEach(told::add);
        }
    }

    private List<Finding> rules(
            Service old,
            VersionNumber numberThen,
            VersionRules then,
            Service now,
            VersionNumber numberNext,
            VersionRules next,
            RulesComparison.Label label) {
        var pair = new RulesPair(now.name(), numberThen, numberNext, ids.of(then.document()), ids.of(next.document()));
        if (pair.rulesBefore() == pair.rulesAfter() && then.demands().equals(next.demands())) {
            return List.of();
        }
        List<Finding> known = rules.get(pair);
        if (known == null) {
            RulesComparison.Result result = RulesComparison.of(label, then, next, methods(old, now));
            judged += result.judged();
            known = result.told();
            rules.put(pair, known);
        }
        return known;
    }

    /** The methods that both sides let through; what becomes of others is told of the service. */
    private static SortedSet<String> methods(Service old, Service now) {
        var methods = new TreeSet<>(old.methods());
        methods.retainAll(now.methods());
        return methods;
    }

    private static @Nullable VersionRules rules(Service service, VersionNumber number, Grants.Grant grant) {
        ServiceVersion version = service.version(number);
        ServiceAclDocument written = grant.services().get(service.name());
        VersionAclDocument document =
                written == null ? null : written.versions().get(number);
        VersionAcl acl = version == null ? null : grant.acl().find(version.key());
        return version == null || document == null || acl == null
                ? null
                : new VersionRules(document, acl, version.demands());
    }
}
