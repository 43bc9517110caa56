package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.NormalForm.CanonicalIds;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.domain.registry.Snapshot;

/**
 * Compares two registries by what callers may do with them. The compiled rules of both sides are asked about calls that stand for
 * all others; nothing is matched here a second time.
 *
 * <p>What is reported as a gain or as no loss was shown to be none; what is neither is a possible loss.
 */
public final class RegistryComparison {

    private RegistryComparison() {}

    /**
     * What changes from the one to the other. Takes time in proportion to what both hold, and more only for what differs.
     *
     * @param nowMillis the time by which keys have ended or not, since the epoch
     */
    public static Comparison of(RegistrySide before, RegistrySide after, long nowMillis) {
        RegistryDocuments old = before.documents();
        RegistryDocuments now = after.documents();
        var findings = new ComparisonFindings();
        var ids = new CanonicalIds();
        var access = new AccessComparison(before, after, ids);
        environment(before, after, findings);
        new MaintenanceComparison(before, after, findings).compare();
        new PolicyComparison(old.policy(), now.policy(), findings).compare();
        new ObservationComparison(before, after, findings).compare();
        new ServiceComparison(old.services(), now.services(), findings).compare();
        new RouteComparison(before.snapshot().services(), after.snapshot().services(), findings).compare();
        new KeylessComparison(before, after, findings).compare();
        var lost = new KeyComparison(before, after, nowMillis, ids, access, findings).compare();
        new TenantComparison(before, after, lost, findings).compare();
        new LimitComparison(old, now, findings).compare();
        new PackageComparison(old.products(), now.products(), findings).compare();
        return findings.finish(access.judged());
    }

    private static void environment(RegistrySide before, RegistrySide after, ComparisonFindings findings) {
        String was = before.environment();
        String is = after.environment();
        if (!was.equals(is)) {
            boolean bound = before.snapshot().keys().all().stream().anyMatch(key -> was.equals(key.environment()));
            findings.add(
                    bound ? Severity.LOSS : Severity.CHANGE,
                    ChangeKind.ENVIRONMENT,
                    "the gateway",
                    Phrase.of("serves environment " + is + " instead of " + was));
        }
    }

    /**
     * One of the two registries that are compared.
     *
     * @param documents how it is written
     * @param snapshot what requests are judged by; compiled from these documents
     * @param environment the environment that the gateway serves with it
     */
    public record RegistrySide(RegistryDocuments documents, Snapshot snapshot, String environment) {}
}
