package io.gatehouse.domain;

/** Hears of code behind a port that throws against its contract; the gateway goes on without it. Safe for concurrent use. */
@FunctionalInterface
public interface DefectListener {

    /** Hears of nothing. */
    DefectListener NONE = (culprit, defect) -> {};

    /** {@code culprit} threw. */
    void threw(Object culprit, Throwable defect);
}
