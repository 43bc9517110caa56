package io.gatehouse.comparison;

import io.gatehouse.comparison.AccessComparison.Grants;
import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Finding;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.HeldKeys.HeldKey;
import io.gatehouse.comparison.NormalForm.CanonicalIds;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.comparison.TenantComparison.TokenComparison;
import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.domain.tenancy.Application;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the keys of both sides. Callers are known by what they present: a key that has another name is still theirs. */
final class KeyComparison {

    private static final Finding GONE = key(Severity.LOSS, "is gone", "are gone");
    private static final Finding NEW = key(Severity.GAIN, "is new", "are new");
    private static final Finding OTHER_TEXT = key(
            Severity.LOSS,
            "has another value, and the old one is refused",
            "have other values, and the old ones are refused");
    private static final Finding REVOKED = key(Severity.LOSS, "is revoked", "are revoked");
    private static final Finding RESTORED = key(Severity.GAIN, "is valid again", "are valid again");
    private static final Finding EARLIER = key(Severity.LOSS, "expires earlier", "expire earlier");
    private static final Finding LATER = key(Severity.GAIN, "expires later", "expire later");
    private static final Finding OUT = key(
            Severity.LOSS,
            "loses everything: its tenant is under maintenance",
            "lose everything: their tenant is under maintenance");
    private static final Finding ENDED = key(Severity.LOSS, "has expired", "have expired");

    private final RegistrySide before;
    private final RegistrySide after;
    private final AccessComparison access;
    private final Grants grantsBefore;
    private final Grants grantsAfter;
    private final long nowMillis;
    private final ComparisonFindings findings;
    private final Map<String, Integer> lostOfGoneTenants = new HashMap<>();

    KeyComparison(
            RegistrySide before,
            RegistrySide after,
            long nowMillis,
            CanonicalIds ids,
            AccessComparison access,
            ComparisonFindings findings) {
        this.before = before;
        this.after = after;
        this.access = access;
        this.grantsBefore = new Grants(before, ids);
        this.grantsAfter = new Grants(after, ids);
        this.nowMillis = nowMillis;
        this.findings = findings;
    }

    private static Finding key(Severity severity, String one, String many) {
        return Finding.of(severity, ChangeKind.KEY, Phrase.of(one, many));
    }

    /** Compares; returns how many live keys went with each tenant that is gone. */
    Map<String, Integer> compare() {
        HeldKeys olds = HeldKeys.of(before);
        HeldKeys news = HeldKeys.of(after);
        for (HeldKey old : olds.all()) {
            HeldKey now = news.sameText(old);
            if (now != null) {
                pair(old, now);
            } else if (old.isLive(nowMillis)) {
                gone(old, news.named(old.id()));
            }
        }
        for (HeldKey now : news.all()) {
            if (now.isLive(nowMillis)
                    && olds.sameText(now) == null
                    && olds.named(now.id()) == null
                    && isOfKnownTenant(now)) {
                findings.key(now, NEW);
            }
        }
        return lostOfGoneTenants;
    }

    private boolean isOfKnownTenant(HeldKey key) {
        return before.documents().tenants().containsKey(key.tenant());
    }

    private void gone(HeldKey old, @Nullable HeldKey sameName) {
        if (!after.documents().tenants().containsKey(old.tenant())) {
            lostOfGoneTenants.merge(old.tenant(), 1, Integer::sum);
        } else {
            findings.key(old, sameName == null ? GONE : OTHER_TEXT);
        }
    }

    private void pair(HeldKey old, HeldKey now) {
        if (!old.id().equals(now.id())) {
            findings.key(old, key(Severity.CHANGE, "is now " + now.id(), "are now " + now.id()));
        }
        if (!old.isLive(nowMillis)) {
            if (now.isLive(nowMillis)) {
                findings.key(old, RESTORED);
            }
            return;
        }
        if (!now.isLive(nowMillis)) {
            findings.key(old, now.key().revoked() ? REVOKED : ENDED);
            return;
        }
        if (!old.tenant().equals(now.tenant())) {
            tenants(old, now);
        }
        expiry(old, now);
        KeyRestrictionComparison.compare(old, now, findings);
        ObservationComparison.compare(old, now, findings);
        packages(old, now);
        access.of(grantsBefore.of(old), grantsAfter.of(now)).forEach(finding -> findings.key(old, finding));
        if (!NormalForm.same(old.document().hosts(), now.document().hosts())) {
            findings.key(old, key(Severity.CHANGE, "has other hosts of its own", "have other hosts of their own"));
        }
        if (!NormalForm.same(old.document().throttling(), now.document().throttling()) || !samePlan(old, now)) {
            findings.key(
                    old,
                    Finding.of(Severity.CHANGE, ChangeKind.LIMITS, Phrase.of("has other limits", "have other limits")));
        }
    }

    /** Whether it has no other package than before, or one with the same limits. */
    private boolean samePlan(HeldKey old, HeldKey now) {
        PackageReference was = bought(old);
        PackageReference is = bought(now);
        return was.equals(is)
                || NormalForm.same(
                        LimitComparison.throttling(was, before.documents()),
                        LimitComparison.throttling(is, after.documents()));
    }

    private static PackageReference bought(HeldKey key) {
        Application application = key.key().application();
        return new PackageReference(application.product(), application.packageName());
    }

    /** What is found of a tenant is reported of it by its name, so not of keys that it gives to another. */
    private void tenants(HeldKey old, HeldKey now) {
        TenantDocument was = before.documents().tenants().get(old.tenant());
        TenantDocument is = after.documents().tenants().get(now.tenant());
        if (was != null && is != null) {
            TokenComparison.compare(TenantComparison.effective(was, before), TenantComparison.effective(is, after))
                    .ifPresent(finding -> findings.key(old, finding));
        }
        if (now.key().maintenance() != null && old.key().maintenance() == null) {
            findings.key(old, OUT);
        }
    }

    private void expiry(HeldKey old, HeldKey now) {
        long then = end(old);
        long next = end(now);
        if (then != next) {
            String detail = ": " + when(next) + " instead of " + when(then);
            findings.key(old, next < then ? EARLIER : LATER, detail);
        }
    }

    private static long end(HeldKey key) {
        Long end = key.key().expiresMillis();
        return end == null ? Long.MAX_VALUE : end;
    }

    private static String when(long end) {
        return end == Long.MAX_VALUE ? "never" : Instant.ofEpochMilli(end).toString();
    }

    private void packages(HeldKey old, HeldKey now) {
        String bought = now.key().application().packageReference();
        if (!bought.equals(old.key().application().packageReference())) {
            findings.key(
                    old,
                    key(
                            Severity.CHANGE,
                            "has package " + bought + " instead of "
                                    + old.key().application().packageReference(),
                            "have package " + bought + " now"));
        }
    }
}
