package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Finding;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.HeldKeys.HeldKey;
import io.gatehouse.comparison.NormalForm.CanonicalIds;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.comparison.RulesComparison.Label;
import io.gatehouse.comparison.RulesComparison.VersionRules;
import io.gatehouse.compiler.document.AclDocument;
import io.gatehouse.compiler.document.AclDocument.ServiceAclDocument;
import io.gatehouse.compiler.document.AclDocument.VersionAclDocument;
import io.gatehouse.compiler.document.ProductDocument;
import io.gatehouse.compiler.document.ProductDocument.PackageDocument;
import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.Application;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
        var found = new ArrayList<Finding>();
        var names = new TreeSet<>(was.services().keySet());
        names.addAll(is.services().keySet());
        for (String name : names) {
            Service old = before.snapshot().services().named(name);
            Service now = after.snapshot().services().named(name);
            if (now != null) {
                versions(name, old, was, now, is, found);
            }
        }
        return found;
    }

    private void versions(
            String name, @Nullable Service old, Grants.Grant was, Service now, Grants.Grant is, List<Finding> found) {
        for (ServiceVersion version : now.versions()) {
            VersionNumber number = version.key().version();
            VersionRules then = old == null ? null : rules(old, number, was);
            VersionRules next = rules(now, number, is);
            Finding whole = RulesComparison.whole(name + " v" + number, then, next);
            if (whole != null) {
                found.add(whole);
            } else if (old != null && then != null && next != null) {
                found.addAll(rules(old, number, then, now, number, next, Label.of(old, now, number)));
            }
        }
        if (old != null) {
            unversioned(name, old, was, now, is, found);
        }
    }

    /** Callers who ask for no version get the newest that they are granted, or what a rollout gives them, which may be another one now. */
    private void unversioned(
            String name, Service old, Grants.Grant was, Service now, Grants.Grant is, List<Finding> found) {
        List<ServiceVersion> olds = old.unversioned(was.acl()::grants);
        List<ServiceVersion> news = now.unversioned(is.acl()::grants);
        if (olds.isEmpty() || news.isEmpty()) {
            return;
        }
        ServiceVersion then = olds.get(0);
        if (!then.key().equals(news.get(0).key())) {
            found.add(Finding.of(Severity.CHANGE, ChangeKind.ACCESS, otherNewest(then, news.get(0))));
        }
        for (ServiceVersion next : news) {
            if (olds.stream().noneMatch(one -> one.key().equals(next.key()))) {
                moved(name, old, then, was, now, next, is, found);
            }
        }
    }

    /** Some callers get another version, which may grant them less. */
    private void moved(
            String name,
            Service old,
            ServiceVersion then,
            Grants.Grant was,
            Service now,
            ServiceVersion next,
            Grants.Grant is,
            List<Finding> found) {
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
                            Label.withoutVersion(name))
                    .stream()
                    .filter(one -> one.severity() != Severity.GAIN)
                    .forEach(found::add);
        }
    }

    /** What callers get who ask for no version. */
    static Phrase otherNewest(ServiceVersion before, ServiceVersion after) {
        return Phrase.apart("/" + after.key().service() + " without a version leads to v"
                + after.key().version() + " instead of v" + before.key().version());
    }

    private List<Finding> rules(
            Service old,
            VersionNumber numberThen,
            VersionRules then,
            Service now,
            VersionNumber numberNext,
            VersionRules next,
            Label label) {
        var pair = new RulesPair(now.name(), numberThen, numberNext, ids.of(then.document()), ids.of(next.document()));
        if (pair.rulesBefore() == pair.rulesAfter() && then.demands().equals(next.demands())) {
            return List.of();
        }
        List<Finding> known = rules.get(pair);
        if (known == null) {
            RulesComparison.Result result = RulesComparison.of(label, then, next, methods(old, now));
            judged += result.judged();
            known = result.findings();
            rules.put(pair, known);
        }
        return known;
    }

    /** The methods that both sides let through; what becomes of others is reported of the service. */
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

    /** What the applications of one side are granted; applications that are granted the same share one grant. */
    static final class Grants {

        /**
         * What an application is granted.
         *
         * @param number the same on both sides for what means the same
         * @param services as it is written, by service
         * @param acl the same, compiled
         */
        record Grant(int number, Map<String, ServiceAclDocument> services, Acl acl) {}

        private final RegistryDocuments documents;
        private final CanonicalIds ids;
        private final Map<PackageReference, Grant> bought = new HashMap<>();
        private final IdentityHashMap<Application, Grant> own = new IdentityHashMap<>();

        Grants(RegistrySide side, CanonicalIds ids) {
            this.documents = side.documents();
            this.ids = ids;
        }

        Grant of(HeldKey key) {
            AclDocument overriding = key.application().acl();
            PackageReference reference = key.application().packageReference().value();
            if (overriding == null) {
                return bought.computeIfAbsent(
                        reference, first -> grant(packaged(reference), key.key().acl()));
            }
            return own.computeIfAbsent(key.key().application(), first -> {
                var services = new LinkedHashMap<>(packaged(reference));
                services.putAll(overriding.services());
                return grant(services, key.key().acl());
            });
        }

        private Grant grant(Map<String, ServiceAclDocument> services, Acl acl) {
            var numbers = new HashMap<String, Integer>();
            services.forEach((name, rules) -> numbers.put(name, ids.of(rules)));
            return new Grant(ids.of(numbers), services, acl);
        }

        private Map<String, ServiceAclDocument> packaged(PackageReference reference) {
            ProductDocument product = documents.products().get(reference.product());
            PackageDocument sold = product == null ? null : product.packages().get(reference.packageName());
            return sold == null ? Map.of() : sold.acl().services();
        }
    }
}
