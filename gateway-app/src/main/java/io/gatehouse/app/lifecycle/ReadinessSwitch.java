package io.gatehouse.app.lifecycle;

import com.google.inject.Inject;
import io.gatehouse.http.admin.Readiness;
import java.util.function.Supplier;

/** Holds whether the gateway wants traffic: starting until it is set otherwise. Safe for concurrent use. */
public final class ReadinessSwitch implements Supplier<Readiness> {

    private volatile Readiness now = Readiness.STARTING;

    @Inject
    ReadinessSwitch() {}

    @Override
    public Readiness get() {
        return now;
    }

    void turn(Readiness next) {
        now = next;
    }
}
