package io.gatehouse.domain.quota;

import io.gatehouse.domain.Port;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what callers use, and grants them permits within their limits.
 *
 * <p><b>What it promises</b>: over any interleaving of calls, on any number of threads and of processes that share a store, never more is
 * granted than the limit's definition allows. A wish is granted as a whole or refused as a whole; what is refused is not
 * counted. Counters are distinguished by {@link CounterKey#text}, and one whose limit changes keeps what has been used if the
 * {@link RateLimit#form} is the same. The limit itself does the arithmetic: a ledger keeps one {@link Usage} for each counter, which
 * {@link RateLimit#unused} begins, and swaps it atomically for that of {@link RateLimit#take}; a usage that came back unchanged was
 * refused. What a usage is made of can be read and made anew from the three public records of usages, so that it can be written down.
 * Calls with one key mostly come with the same {@link CounterKey} object, to which a ledger may attach what it keeps of the counter; equal
 * ones count the same all the same.
 * Times are those of the {@code GatewayClock} that the ledger is given.
 *
 * <p><b>Errors</b> are {@link QuotaOutcome}s, never exceptions: a ledger whose store is away or slow grants what it may grant by itself, or
 * returns {@link QuotaDecision#UNCOUNTED} or {@link QuotaDecision#UNAVAILABLE}; once the store is back it counts again, by itself.
 *
 * <p><b>Threads and time</b>: every method is called on many threads at a time. {@link #takeAtOnce} is called on I/O threads and never
 * blocks; the others are called where blocking is allowed, for the store's deadline at most. What is {@link AutoCloseable} is closed when
 * the gateway ends.
 *
 * <p>The contract suite {@code QuotaLedgerContract} proves an implementation. Whoever has a store with atomic operations implements
 * {@link CounterStore} instead.
 */
@Port
public interface QuotaLedger {

    /** Takes permits if that can be decided without waiting for anybody, else returns null; never blocks. */
    @Nullable
    QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits);

    /** Takes permits, all or none; may block up to the store's deadline. */
    QuotaDecision take(RateLimit limit, CounterKey counter, long permits);

    /** What {@link #take} would decide now; counts nothing. May block up to the store's deadline. */
    QuotaDecision look(RateLimit limit, CounterKey counter, long permits);

    /** What counters take of the heap, where that grows with callers. */
    default List<HeapShare> heapShares() {
        return List.of();
    }
}
