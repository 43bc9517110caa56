package io.gatehouse.app.demo;

import java.util.concurrent.atomic.AtomicBoolean;

/** Which host of the demonstration can fall sick, and whether it is. Safe for concurrent use. */
final class HealthToggle {

    private final String patient;
    private final AtomicBoolean sick = new AtomicBoolean();

    HealthToggle(String patient) {
        this.patient = patient;
    }

    String patient() {
        return patient;
    }

    boolean afflicts(String host) {
        return sick.get() && patient.equals(host);
    }

    void set(boolean nowSick) {
        sick.set(nowSick);
    }
}
