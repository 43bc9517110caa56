package io.gatehouse.domain.comparison;

import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;

/** Compares what callers without a key may call. */
final class KeylessComparison {

    private static final String ANYBODY = "anybody without a key";

    private final RegistrySide before;
    private final RegistrySide after;
    private final Findings findings;

    KeylessComparison(RegistrySide before, RegistrySide after, Findings findings) {
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
                Demand was = then == null ? Demand.REFUSED : Demand.withoutKey(then.demands());
                tell(
                        was,
                        Demand.withoutKey(version.demands()),
                        now.name() + " v" + version.key().version());
            }
            if (old != null) {
                unversioned(old.newest(), now.newest());
            }
        }
    }

    private void unversioned(ServiceVersion then, ServiceVersion next) {
        Demand was = Demand.withoutKey(then.demands());
        Demand is = Demand.withoutKey(next.demands());
        if (then.key().equals(next.key()) || was.refused()) {
            return;
        }
        String service = next.key().service();
        if (!is.refused()) {
            Saying saying = VersionLabels.unversioned(
                    service, then.key().version(), next.key().version());
            findings.add(Effect.CHANGE, Kind.ACCESS, ANYBODY, saying);
        }
        if (was.losesTo(is)) {
            tell(was, is, service + " without a version");
        }
    }

    private void tell(Demand was, Demand is, String what) {
        Shift shift = Shift.of(was, is);
        if (shift != null) {
            findings.add(shift.effect(), Kind.ACCESS, ANYBODY, shift.saying(what, false));
        }
    }
}
