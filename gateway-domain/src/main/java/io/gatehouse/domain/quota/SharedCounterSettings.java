package io.gatehouse.domain.quota;

import java.time.Duration;

/** What is set for every {@link CounterStore}: the record of an adapter's settings has these three beside what its store needs. */
public interface SharedCounterSettings {

    /** How a store is counted with. */
    enum LedgerMode {
        /** Every request is one atomic operation in the store. */
        EXACT,
        /** Permits are taken in batches, ahead of need, and handed out without asking. */
        LEASED
    }

    /** What holds while the store cannot be asked. */
    enum OutageMode {
        /** Each process grants its share of what was left: the limit and what is known to be used, divided by the processes. */
        LOCAL_SHARE,
        /** Everything is granted, uncounted. */
        OPEN,
        /** Nothing is granted, with a status that says that it is not the client's fault. */
        CLOSED
    }

    /** Whether every request is counted there, or permits are taken in batches; by default {@code exact}. */
    LedgerMode mode();

    /** What holds while the store cannot be asked; by default {@code local-share}. */
    OutageMode onOutage();

    /** How long a request waits for the store, 1 ms or more; by default 50 ms. */
    Duration deadline();
}
