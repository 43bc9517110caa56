package io.gatehouse.throttle.mongo;

/** How a store is counted with. */
public enum LedgerMode {
    /** Every request is one atomic operation in the store. */
    EXACT,
    /** Permits are taken in batches, ahead of need, and handed out without asking. */
    LEASED
}
