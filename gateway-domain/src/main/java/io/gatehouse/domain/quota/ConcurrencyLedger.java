package io.gatehouse.domain.quota;

import org.jspecify.annotations.Nullable;

/** Gives out places among the requests that may be under way at a time. Never blocks; safe for concurrent use. */
public interface ConcurrencyLedger {

    /** A place among so many; null if all are taken. Whoever gets it releases it. */
    @Nullable
    Permit enter(CounterKey counter, long limit);

    /** A twin that says whether there is a place, and takes none. */
    ConcurrencyLedger preview();
}
