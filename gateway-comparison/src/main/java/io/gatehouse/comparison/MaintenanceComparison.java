package io.gatehouse.comparison;

import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.service.Service;
import org.jspecify.annotations.Nullable;

/** Compares what is out of use: the gateway, services, tenants. */
final class MaintenanceComparison {

    private final RegistrySide before;
    private final RegistrySide after;
    private final ComparisonFindings findings;

    MaintenanceComparison(RegistrySide before, RegistrySide after, ComparisonFindings findings) {
        this.before = before;
        this.after = after;
        this.findings = findings;
    }

    void compare() {
        Maintenance gateway = before.snapshot().policy().maintenance();
        everybody(
                "everything", "the gateway", gateway, after.snapshot().policy().maintenance());
        for (Service now : after.snapshot().services().all()) {
            Service old = before.snapshot().services().named(now.name());
            everybody(now.name(), "it", old == null ? null : old.maintenance(), now.maintenance());
        }
        after.documents().tenants().forEach((name, now) -> {
            TenantDocument old = before.documents().tenants().get(name);
            if (old != null) {
                tenant(name, isOut(old), isOut(now));
            }
        });
    }

    private void everybody(String what, String it, @Nullable Maintenance old, @Nullable Maintenance now) {
        if (old == null && now != null) {
            tell(Severity.LOSS, "loses " + what + ": " + it + " is in maintenance");
        } else if (old != null && now == null) {
            tell(Severity.GAIN, "gains " + what + ": " + it + " is no longer in maintenance");
        } else if (!NormalForm.same(old, now)) {
            tell(Severity.CHANGE, "is told otherwise that " + what + " is in maintenance");
        }
    }

    private void tell(Severity effect, String what) {
        findings.add(effect, ChangeKind.MAINTENANCE, "everybody", Phrase.of(what, what));
    }

    private static boolean isOut(TenantDocument tenant) {
        return tenant.maintenance() != null && tenant.maintenance().on();
    }

    private void tenant(String name, boolean was, boolean is) {
        if (was != is) {
            Phrase saying = is
                    ? Phrase.of("loses everything: it is in maintenance", "lose everything: they are in maintenance")
                    : Phrase.of("is no longer in maintenance", "are no longer in maintenance");
            findings.tenant(name, Finding.of(is ? Severity.LOSS : Severity.GAIN, ChangeKind.MAINTENANCE, saying), "");
        }
    }
}
