package io.gatehouse.domain.comparison;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.registry.document.CorsDocument;
import io.gatehouse.domain.registry.document.CorsOrigin;
import io.gatehouse.domain.registry.document.PolicyDocument;
import io.gatehouse.domain.registry.document.TrustedClientsDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what holds for the whole gateway: banned addresses, trusted clients, pages that may call. */
final class PolicyComparison {

    private final PolicyDocument before;
    private final PolicyDocument after;
    private final Findings findings;

    PolicyComparison(RegistrySide before, RegistrySide after, Findings findings) {
        this.before = before.documents().policy();
        this.after = after.documents().policy();
        this.findings = findings;
    }

    void compare() {
        ranges(before.ipBan(), after.ipBan(), Effect.LOSS, "lose everything (ip-ban)");
        ranges(after.ipBan(), before.ipBan(), Effect.GAIN, "are no longer banned (ip-ban)");
        trusted(before.trustedClients(), after.trustedClients(), Effect.POSSIBLE_LOSS, "no longer skip ");
        trusted(after.trustedClients(), before.trustedClients(), Effect.GAIN, "now skip ");
        cors(before.cors(), after.cors());
    }

    private void ranges(List<AddressRange> known, List<AddressRange> more, Effect effect, String what) {
        List<AddressRange> outside = Ranges.outside(known, more);
        if (!outside.isEmpty()) {
            tell(effect, Kind.IP_BAN, callers(outside), Saying.of(what, what));
        }
    }

    private static String callers(Collection<AddressRange> ranges) {
        return "callers from "
                + Listing.some(ranges.stream().map(AddressRange::toString).toList());
    }

    /** What some clients skip on the one side and not on the other. */
    private void trusted(
            @Nullable TrustedClientsDocument some,
            @Nullable TrustedClientsDocument others,
            Effect effect,
            String what) {
        if (some == null || some.skip().isEmpty()) {
            return;
        }
        List<AddressRange> outside =
                others == null ? some.addresses() : Ranges.outside(others.addresses(), some.addresses());
        if (!outside.isEmpty()) {
            skipping(effect, outside, what, some.skip());
        }
        if (others != null && outside.size() < some.addresses().size()) {
            var skip = new TreeSet<>(some.skip());
            skip.removeAll(others.skip());
            if (!skip.isEmpty()) {
                skipping(effect, some.addresses(), what, skip);
            }
        }
    }

    private void skipping(Effect effect, Collection<AddressRange> clients, String what, Set<SkippedCheck> checks) {
        List<String> names = checks.stream()
                .map(check -> check.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        String text = what + String.join(", ", names) + " (trusted-clients)";
        tell(effect, Kind.TRUSTED_CLIENTS, callers(clients), Saying.of(text, text));
    }

    private void cors(@Nullable CorsDocument old, @Nullable CorsDocument now) {
        if (old == null || now == null) {
            if (old != null || now != null) {
                String what = now == null
                        ? "the gateway no longer says which may call (cors)"
                        : "the gateway now says which may call (cors)";
                tell(Effect.POSSIBLE_LOSS, Kind.CORS, "web pages", Saying.apart(what));
            }
            return;
        }
        origins(old.origins(), now.origins(), Effect.LOSS, "lose everything (cors)");
        origins(now.origins(), old.origins(), Effect.GAIN, "may now call (cors)");
        var narrower = new ArrayList<String>();
        var other = new ArrayList<String>();
        part("methods", old.methods(), now.methods(), narrower, other);
        part("headers", old.headers(), now.headers(), narrower, other);
        part("expose-headers", old.exposeHeaders(), now.exposeHeaders(), narrower, other);
        if (old.credentials() != now.credentials()) {
            (now.credentials() ? other : narrower).add("credentials");
        }
        if (!Meaning.same(old.maxAge(), now.maxAge())) {
            other.add("max-age");
        }
        pages(Effect.POSSIBLE_LOSS, "have fewer ", narrower);
        pages(Effect.CHANGE, "have other ", other);
    }

    private void origins(List<CorsOrigin> some, List<CorsOrigin> others, Effect effect, String what) {
        List<String> outside = others.stream().anyMatch(CorsOrigin::isAny)
                ? List.of()
                : some.stream()
                        .filter(origin -> !others.contains(origin))
                        .map(CorsOrigin::text)
                        .toList();
        if (!outside.isEmpty()) {
            tell(effect, Kind.CORS, "web pages of " + Listing.some(outside), Saying.of(what, what));
        }
    }

    private static void part(
            String name, List<String> old, List<String> now, List<String> narrower, List<String> other) {
        if (!Set.copyOf(old).equals(Set.copyOf(now))) {
            (now.containsAll(old) || now.contains("*") ? other : narrower).add(name);
        }
    }

    private void pages(Effect effect, String what, List<String> names) {
        if (!names.isEmpty()) {
            String text = what + String.join(", ", names) + " (cors)";
            tell(effect, Kind.CORS, "web pages", Saying.of(text, text));
        }
    }

    private void tell(Effect effect, Kind kind, String subject, Saying saying) {
        findings.add(effect, kind, subject, saying);
    }
}
