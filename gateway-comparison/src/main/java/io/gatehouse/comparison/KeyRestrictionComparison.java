package io.gatehouse.comparison;

import io.gatehouse.compiler.document.AddressRulesDocument;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.geo.GeoRule;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what keys are bound to: addresses, places, devices, the environment. What is not plainly wider may be a loss. */
final class KeyRestrictionComparison {

    private KeyRestrictionComparison() {}

    static void compare(HeldKey old, HeldKey now, ComparisonFindings findings) {
        environment(old, now, findings);
        tell(
                old,
                "addresses",
                NormalForm.same(old.document().addresses(), now.document().addresses()),
                isWider(old.document().addresses(), now.document().addresses()),
                findings);
        tell(
                old,
                "countries or continents",
                NormalForm.same(old.key().geo(), now.key().geo()),
                isWider(old.key().geo(), now.key().geo()),
                findings);
        tell(
                old,
                "devices",
                NormalForm.same(old.key().devices(), now.key().devices()),
                isWider(old.key().devices(), now.key().devices()),
                findings);
    }

    private static void tell(HeldKey key, String what, boolean same, boolean wider, ComparisonFindings findings) {
        if (!same) {
            String other =
                    wider ? "may be used with more " + what : "may be used with other " + what + ", perhaps fewer";
            findings.key(
                    key,
                    Finding.of(
                            wider ? Severity.GAIN : Severity.POSSIBLE_LOSS, ChangeKind.KEY, Phrase.of(other, other)));
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

    private static boolean holdsAll(Collection<?> all, Collection<?> some) {
        return Set.copyOf(all).containsAll(some);
    }
}
