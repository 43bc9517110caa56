package io.gatehouse.comparison;

import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;

/** Compares what callers without a key may call. */
final class KeylessComparison {

    private static final String ANYBODY = "anybody without a key";

    private final RegistrySide before;
    private final RegistrySide after;
    private final ComparisonFindings findings;

    KeylessComparison(RegistrySide before, RegistrySide after, ComparisonFindings findings) {
        this.before = before;
        this.after = after;
        this.findings = findings;
    }

    void compare() {
        for (Service now : after.snapshot().services().all()) {
            Service old = before.snapshot().services().named(now.name());
            for (ServiceVersion version : now.versions()) {
                ServiceVersion then =
                        old == null ? null : old.version(version.key().version());
                AccessRequirement was =
                        then == null ? AccessRequirement.REFUSED : AccessRequirement.withoutKey(then.demands());
                tell(
                        was,
                        AccessRequirement.withoutKey(version.demands()),
                        now.name() + " v" + version.key().version());
            }
            if (old != null) {
                unversioned(old.newest(), now.newest());
            }
        }
    }

    private void unversioned(ServiceVersion then, ServiceVersion next) {
        AccessRequirement was = AccessRequirement.withoutKey(then.demands());
        AccessRequirement is = AccessRequirement.withoutKey(next.demands());
        if (then.key().equals(next.key()) || was.refused()) {
            return;
        }
        String service = next.key().service();
        if (!is.refused()) {
            Phrase saying = VersionLabels.unversioned(
                    service, then.key().version(), next.key().version());
            findings.add(Severity.CHANGE, ChangeKind.ACCESS, ANYBODY, saying);
        }
        if (was.losesTo(is)) {
            tell(was, is, service + " without a version");
        }
    }

    private void tell(AccessRequirement was, AccessRequirement is, String what) {
        AccessChange shift = AccessChange.of(was, is);
        if (shift != null) {
            findings.add(shift.effect(), ChangeKind.ACCESS, ANYBODY, shift.saying(what, false));
        }
    }
}
