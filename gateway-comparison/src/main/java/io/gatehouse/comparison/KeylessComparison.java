package io.gatehouse.comparison;

import io.gatehouse.comparison.AccessChange.AccessRequirement;
import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;

/** Compares what callers without a key may call. */
record KeylessComparison(RegistrySide before, RegistrySide after, ComparisonFindings findings) {

    private static final String ANYBODY = "anybody without a key";

    void compare() {
        for (Service now : after.snapshot().services().all()) {
            Service old = before.snapshot().services().named(now.name());
            for (ServiceVersion version : now.versions()) {
                ServiceVersion then =
                        old == null ? null : old.version(version.key().version());
                AccessRequirement was =
                        then == null ? AccessRequirement.REFUSED : AccessRequirement.withoutKey(then.demands());
                report(
                        was,
                        AccessRequirement.withoutKey(version.demands()),
                        now.name() + " v" + version.key().version());
            }
            if (old != null && !old.onlyRedirects() && !now.onlyRedirects()) {
                unversioned(
                        old.unversioned(key -> true).get(0),
                        now.unversioned(key -> true).get(0));
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
            findings.add(Severity.CHANGE, ChangeKind.ACCESS, ANYBODY, AccessComparison.otherNewest(then, next));
        }
        if (was.losesTo(is)) {
            report(was, is, service + " without a version");
        }
    }

    private void report(AccessRequirement was, AccessRequirement is, String what) {
        AccessChange change = AccessChange.of(was, is);
        if (change != null) {
            findings.add(change.severity(), ChangeKind.ACCESS, ANYBODY, change.phrase(what, false));
        }
    }
}
