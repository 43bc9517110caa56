package io.gatehouse.domain.quota;

import io.gatehouse.domain.Port;
import org.jspecify.annotations.Nullable;

/**
 * Counts what callers use, and grants them permits within their limits.
 *
 * <p>Over any interleaving of calls, on any number of threads and of processes that share a store, never more is granted
 * than the limit's definition allows. What is refused is not counted. Every failure is a {@link QuotaOutcome}, never an exception:
 * what a store's outage means is the ledger's to know. Safe for concurrent use.
 *
 * <p>The contract suite {@code QuotaLedgerContract} proves an implementation.
 */
@Port
public interface QuotaLedger {

    /** Takes permits if that can be decided without waiting for anybody, else answers null; never blocks. */
    @Nullable
    QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits);

    /** Takes permits, all or none; may block up to the store's deadline. */
    QuotaDecision take(RateLimit limit, CounterKey counter, long permits);

    /** What {@link #take} would decide, and take, now; counts nothing. May block up to the store's deadline. */
    QuotaDecision look(RateLimit limit, CounterKey counter, long permits);
}
