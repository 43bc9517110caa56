package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.rejection.Rejection;

/**
 * What is done elsewhere than on I/O threads. Each kind has threads and a bound of its own, so that one that hangs or has too much to
 * do holds up no other, and shares them out by tenant.
 */
public enum WorkKind {
    /** Computing for milliseconds; never blocks. */
    PROCESSOR(Rejection.PROCESSOR_SHARE_USED),
    /** Counting in a store, which blocks. */
    COUNTER_STORE(Rejection.COUNTER_STORE_BUSY);

    private final Rejection whenFull;

    WorkKind(Rejection whenFull) {
        this.whenFull = whenFull;
    }

    /** What requests are refused with while there is no room for more of it. */
    public Rejection whenFull() {
        return whenFull;
    }
}
