package io.gatehouse.domain.quota;

import io.gatehouse.domain.Port;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counters that any number of gateways change at a time: three atomic operations on small values, which mean nothing to the store.
 *
 * <p>Keys are 1 to 512 printable ASCII characters, blanks and any punctuation included; keys that differ in one character are
 * different. A counter is gone where it was never written, or may be gone once its expiry has passed; the store need not drop it then,
 * and never drops it before.
 *
 * <p><b>Atomic</b>: over all gateways, each operation takes place as a whole at one moment between its call and its return. <b>Time</b>: an
 * operation returns or throws within its timeout, of 1 ms or more, or soon after; one that has failed may have been carried out.
 * <b>Errors</b>: {@link CounterStoreException} for everything, be it an outage, a timeout, or a value that is no counter; nobody else
 * hears of it, as the ledger above answers by {@link SharedCounterSettings.OutageMode}. An operation is not tried again within the store
 * unless that cannot count twice. <b>Threads</b>: called on many at a time, all of which may block.
 *
 * <p>The contract suite {@code CounterStoreContract} proves an implementation. If it is {@link AutoCloseable}, it is closed when the
 * gateway ends.
 */
@Port
public interface CounterStore {

    /** The counter of a key; null if there is none. Sees every change that has returned before. */
    @Nullable
    StoredCounter read(String key, Duration timeout);

    /**
     * Adds to a counter, or makes it, if its bounds allow that.
     *
     * @return the counter afterwards; null if nothing has changed, as the bounds do not allow it, or, which should be rare, as another
     *     operation came in between
     */
    @Nullable
    StoredCounter increment(String key, BoundedIncrement increment, Duration timeout);

    /**
     * Replaces a counter if it still is what is expected.
     *
     * @param expected what it is, in all three fields; null if there must be none
     * @param expiresAtMillis the time, in milliseconds since the epoch, from which on the counter may be dropped
     * @return whether it was replaced, or made
     */
    boolean replace(
            String key, @Nullable StoredCounter expected, StoredCounter next, long expiresAtMillis, Duration timeout);

    /**
     * Makes what the store needs besides counters, such as an index by expiry. Called off the requests' path once the store
     * can be reached, and again after a failure; may block.
     */
    default void prepare(Duration timeout) {}

    /** Why it cannot be reached at the moment, in words for operators that hold no secrets; empty if that is not known. Never blocks. */
    default Optional<String> outageReason() {
        return Optional.empty();
    }
}
