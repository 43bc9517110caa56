package io.gatehouse.app.command;

import io.gatehouse.app.comparison.ComparisonReport;
import java.util.Locale;

/** For which changes {@code diff} ends with 1. */
enum FailOn {
    /** Somebody loses something, or may. */
    LOSS,
    /** Somebody gains something. */
    GAIN,
    /** Anything changes at all. */
    ANY;

    boolean appliesTo(ComparisonReport report) {
        return switch (this) {
            case LOSS -> report.loss();
            case GAIN -> report.gain();
            case ANY -> !report.changes().isEmpty();
        };
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
