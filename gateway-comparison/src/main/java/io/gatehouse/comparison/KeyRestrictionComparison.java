package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Finding;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.HeldKeys.HeldKey;
import io.gatehouse.compiler.document.KeyDocument.AddressRulesDocument;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.tenancy.CertificateRule;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what keys are bound to: addresses, places, devices, certificates, the environment. What is not plainly wider may be a loss. */
final class KeyRestrictionComparison {

    private KeyRestrictionComparison() {}

    static void compare(HeldKey old, HeldKey now, ComparisonFindings findings) {
        environment(old, now, findings);
        report(
                old,
                "addresses",
                NormalForm.same(old.document().addresses(), now.document().addresses()),
                isWider(old.document().addresses(), now.document().addresses()),
                findings);
        report(
                old,
                "countries or continents",
                NormalForm.same(old.key().geo(), now.key().geo()),
                isWider(old.key().geo(), now.key().geo()),
                findings);
        report(
                old,
                "devices",
                NormalForm.same(old.key().devices(), now.key().devices()),
                isWider(old.key().devices(), now.key().devices()),
                findings);
        report(
                old,
                "client certificates",
                NormalForm.same(old.key().certificates(), now.key().certificates()),
                isWider(old.key().certificates(), now.key().certificates()),
                findings);
    }

    private static void report(HeldKey key, String what, boolean same, boolean wider, ComparisonFindings findings) {
        if (!same) {
            String other =
                    wider ? "may be used with more " + what : "may be used with other " + what + ", perhaps fewer";
            findings.key(
                    key, Finding.of(wider ? Severity.GAIN : Severity.POSSIBLE_LOSS, ChangeKind.KEY, Phrase.of(other)));
        }
    }

    private static void environment(HeldKey old, HeldKey now, ComparisonFindings findings) {
        String then = old.key().environment();
        String next = now.key().environment();
        if (next == null ? then == null : next.equals(then)) {
            return;
        }
        String where = next == null ? "in every environment" : "in environment " + next + " only";
        findings.key(
                old,
                Finding.of(
                        next == null ? Severity.GAIN : Severity.LOSS,
                        ChangeKind.KEY,
                        Phrase.of("is valid " + where, "are valid " + where)));
    }

    private static boolean isWider(@Nullable AddressRulesDocument old, @Nullable AddressRulesDocument now) {
        if (now == null) {
            return true;
        }
        List<AddressRange> denied = old == null ? List.of() : old.deny();
        List<AddressRange> allowed = old == null ? null : old.allow();
        boolean allowsAsMuch = now.allow() == null || (allowed != null && Ranges.cover(now.allow(), allowed));
        return allowsAsMuch && Ranges.cover(denied, now.deny());
    }

    private static boolean isWider(@Nullable GeoRule old, @Nullable GeoRule now) {
        if (now == null) {
            return true;
        }
        if (old == null) {
            return false;
        }
        boolean anywhere =
                now.allowedCountries().isEmpty() && now.allowedContinents().isEmpty();
        boolean wasAnywhere =
                old.allowedCountries().isEmpty() && old.allowedContinents().isEmpty();
        boolean allowsAsMuch = anywhere
                || (!wasAnywhere
                        && now.allowedCountries().containsAll(old.allowedCountries())
                        && now.allowedContinents().containsAll(old.allowedContinents()));
        return allowsAsMuch
                && old.deniedCountries().containsAll(now.deniedCountries())
                && old.deniedContinents().containsAll(now.deniedContinents())
                && (now.admitsUnknown() || !old.admitsUnknown());
    }

    private static boolean isWider(@Nullable DeviceRule old, @Nullable DeviceRule now) {
        if (now == null) {
            return true;
        }
        if (old == null) {
            return false;
        }
        boolean allowsAsMuch = now.allow().isEmpty() || (!old.allow().isEmpty() && holdsAll(now.allow(), old.allow()));
        return allowsAsMuch && holdsAll(old.deny(), now.deny()) && (now.admitsAbsent() || !old.admitsAbsent());
    }

    private static boolean isWider(@Nullable CertificateRule old, @Nullable CertificateRule now) {
        return now == null
                || (old != null
                        && holdsAll(now.subjects(), old.subjects())
                        && holdsAll(now.fingerprints(), old.fingerprints()));
    }

    private static boolean holdsAll(Collection<?> all, Collection<?> some) {
        return Set.copyOf(all).containsAll(some);
    }

    /** Compares lists of address ranges. Only whole ranges are looked at: two halves are not taken for the range that they make. */
    static final class Ranges {

        private Ranges() {}

        /** Whether each of these ranges lies within one of those. */
        static boolean cover(Collection<AddressRange> wide, Collection<AddressRange> narrow) {
            return outside(wide, narrow).isEmpty();
        }

        /** The ranges that lie in none of those. */
        static List<AddressRange> outside(Collection<AddressRange> wide, Collection<AddressRange> ranges) {
            Set<AddressRange> known = new HashSet<>(wide);
            Set<Integer> prefixes = wide.stream().map(AddressRange::prefix).collect(Collectors.toSet());
            return ranges.stream()
                    .distinct()
                    .filter(range -> !isWithin(range, known, prefixes))
                    .toList();
        }

        private static boolean isWithin(AddressRange range, Set<AddressRange> known, Set<Integer> prefixes) {
            String first = range.toString().split("/", 2)[0];
            return known.contains(range)
                    || prefixes.stream()
                            .filter(prefix -> prefix < range.prefix())
                            .anyMatch(prefix -> known.contains(AddressRange.parse(first + "/" + prefix)));
        }
    }
}
