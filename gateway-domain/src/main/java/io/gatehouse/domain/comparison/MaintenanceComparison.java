package io.gatehouse.domain.comparison;

import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.registry.document.TenantDocument;
import io.gatehouse.domain.service.Service;
import org.jspecify.annotations.Nullable;

/** Compares what is out of use: the gateway, services, tenants. */
final class MaintenanceComparison {

    private final RegistrySide before;
    private final RegistrySide after;
    private final Findings findings;

    MaintenanceComparison(RegistrySide before, RegistrySide after, Findings findings) {
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
            tell(Effect.LOSS, "loses " + what + ": " + it + " is in maintenance");
        } else if (old != null && now == null) {
            tell(Effect.GAIN, "gains " + what + ": " + it + " is no longer in maintenance");
        } else if (!Meaning.same(old, now)) {
            tell(Effect.CHANGE, "is told otherwise that " + what + " is in maintenance");
        }
    }

    private void tell(Effect effect, String what) {
        findings.add(effect, Kind.MAINTENANCE, "everybody", Saying.of(what, what));
    }

    private static boolean isOut(TenantDocument tenant) {
        return tenant.maintenance() != null && tenant.maintenance().on();
    }

    private void tenant(String name, boolean was, boolean is) {
        if (was != is) {
            Saying saying = is
                    ? Saying.of("loses everything: it is in maintenance", "lose everything: they are in maintenance")
                    : Saying.of("is no longer in maintenance", "are no longer in maintenance");
            findings.tenant(name, Told.of(is ? Effect.LOSS : Effect.GAIN, Kind.MAINTENANCE, saying), "");
        }
    }
}
