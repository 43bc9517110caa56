package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Finding;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.service.Service;
import org.jspecify.annotations.Nullable;

/** Compares what is under maintenance: the gateway, services, tenants. */
record MaintenanceComparison(RegistrySide before, RegistrySide after, ComparisonFindings findings) {

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
                tenant(name, isUnderMaintenance(old), isUnderMaintenance(now));
            }
        });
    }

    private void everybody(String what, String it, @Nullable Maintenance old, @Nullable Maintenance now) {
        if (old == null && now != null) {
            report(Severity.LOSS, "loses " + what + ": " + it + " is under maintenance");
        } else if (old != null && now == null) {
            report(Severity.GAIN, "gains " + what + ": " + it + " is no longer under maintenance");
        } else if (!NormalForm.same(old, now)) {
            report(Severity.CHANGE, "gets another response while " + what + " is under maintenance");
        }
    }

    private void report(Severity severity, String what) {
        findings.add(severity, ChangeKind.MAINTENANCE, "everybody", Phrase.of(what));
    }

    private static boolean isUnderMaintenance(TenantDocument tenant) {
        return tenant.maintenance() != null && tenant.maintenance().on();
    }

    private void tenant(String name, boolean was, boolean is) {
        if (was != is) {
            Phrase phrase = is
                    ? Phrase.of(
                            "loses everything: it is under maintenance", "lose everything: they are under maintenance")
                    : Phrase.of("is no longer under maintenance", "are no longer under maintenance");
            findings.tenant(name, Finding.of(is ? Severity.LOSS : Severity.GAIN, ChangeKind.MAINTENANCE, phrase), "");
        }
    }
}
