package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.ListText;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.KeyRestrictionComparison.Ranges;
import io.gatehouse.compiler.document.CorsDocument;
import io.gatehouse.compiler.document.CorsDocument.CorsOrigin;
import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.compiler.document.PolicyDocument.TrustedClientsDocument;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.policy.SkippedCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what holds for the whole gateway: banned addresses, trusted clients, pages that may call. */
record PolicyComparison(PolicyDocument before, PolicyDocument after, ComparisonFindings findings) {

    void compare() {
        List<AddressRange> banned = banned(before);
        List<AddressRange> stillBanned = banned(after);
        ranges(banned, stillBanned, Severity.LOSS, "lose everything (ip-ban)");
        ranges(stillBanned, banned, Severity.GAIN, "are no longer banned (ip-ban)");
        trusted(before.trustedClients(), after.trustedClients(), Severity.POSSIBLE_LOSS, "no longer skip ");
        trusted(after.trustedClients(), before.trustedClients(), Severity.GAIN, "now skip ");
        cors(before.cors(), after.cors());
    }

    private static List<AddressRange> banned(PolicyDocument policy) {
        return policy.ipBan().stream().map(Sourced::value).toList();
    }

    private void ranges(List<AddressRange> known, List<AddressRange> more, Severity severity, String what) {
        List<AddressRange> outside = Ranges.outside(known, more);
        if (!outside.isEmpty()) {
            report(severity, ChangeKind.IP_BAN, callers(outside), Phrase.of(what));
        }
    }

    private static String callers(Collection<AddressRange> ranges) {
        return "callers from "
                + ListText.some(ranges.stream().map(AddressRange::toString).toList());
    }

    /** What some clients skip on the one side and not on the other. */
    private void trusted(
            @Nullable TrustedClientsDocument some,
            @Nullable TrustedClientsDocument others,
            Severity severity,
            String what) {
        if (some == null || some.skip().isEmpty()) {
            return;
        }
        List<AddressRange> outside =
                others == null ? some.addresses() : Ranges.outside(others.addresses(), some.addresses());
        if (!outside.isEmpty()) {
            skipping(severity, outside, what, some.skip());
        }
        if (others != null && outside.size() < some.addresses().size()) {
            var skip = new TreeSet<>(some.skip());
            skip.removeAll(others.skip());
            if (!skip.isEmpty()) {
                skipping(severity, some.addresses(), what, skip);
            }
        }
    }

    private void skipping(Severity severity, Collection<AddressRange> clients, String what, Set<SkippedCheck> checks) {
        List<String> names = checks.stream()
                .map(check -> check.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        String text = what + String.join(", ", names) + " (trusted-clients)";
        report(severity, ChangeKind.TRUSTED_CLIENTS, callers(clients), Phrase.of(text));
    }

    private void cors(@Nullable CorsDocument old, @Nullable CorsDocument now) {
        if (old == null || now == null) {
            if (old != null || now != null) {
                String what = now == null
                        ? "the gateway no longer says which may call (cors)"
                        : "the gateway now says which may call (cors)";
                report(Severity.POSSIBLE_LOSS, ChangeKind.CORS, "web pages", Phrase.apart(what));
            }
            return;
        }
        origins(old.origins(), now.origins(), Severity.LOSS, "lose everything (cors)");
        origins(now.origins(), old.origins(), Severity.GAIN, "may now call (cors)");
        var narrower = new ArrayList<String>();
        var other = new ArrayList<String>();
        part("methods", old.methods(), now.methods(), narrower, other);
        part("headers", old.headers(), now.headers(), narrower, other);
        part("expose-headers", old.exposeHeaders(), now.exposeHeaders(), narrower, other);
        if (old.credentials() != now.credentials()) {
            (now.credentials() ? other : narrower).add("credentials");
        }
        if (old.answerOptions() != now.answerOptions()) {
            other.add("answers to OPTIONS");
        }
        if (!NormalForm.same(old.maxAge(), now.maxAge())) {
            other.add("max-age");
        }
        pages(Severity.POSSIBLE_LOSS, "have fewer ", narrower);
        pages(Severity.CHANGE, "have other ", other);
    }

    private void origins(List<CorsOrigin> some, List<CorsOrigin> others, Severity severity, String what) {
        List<String> outside = others.stream().anyMatch(CorsOrigin::isAny)
                ? List.of()
                : some.stream()
                        .filter(origin -> !others.contains(origin))
                        .map(CorsOrigin::text)
                        .toList();
        if (!outside.isEmpty()) {
            report(severity, ChangeKind.CORS, "web pages of " + ListText.some(outside), Phrase.of(what));
        }
    }

    private static void part(
            String name, List<String> old, List<String> now, List<String> narrower, List<String> other) {
        if (!Set.copyOf(old).equals(Set.copyOf(now))) {
            (now.containsAll(old) || now.contains("*") ? other : narrower).add(name);
        }
    }

    private void pages(Severity severity, String what, List<String> names) {
        if (!names.isEmpty()) {
            String text = what + String.join(", ", names) + " (cors)";
            report(severity, ChangeKind.CORS, "web pages", Phrase.of(text));
        }
    }

    private void report(Severity severity, ChangeKind kind, String subject, Phrase phrase) {
        findings.add(severity, kind, subject, phrase);
    }
}
