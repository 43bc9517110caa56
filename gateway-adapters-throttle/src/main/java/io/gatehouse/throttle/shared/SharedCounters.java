package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.BoundedIncrement;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.quota.StoredCounter;
import io.gatehouse.throttle.shared.GuardedStore.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Takes permits of the counters in a store, which any number of processes change at a time.
 *
 * <p>Taking is one atomic operation in the common case. Where that does not apply, the counter is read and the limit itself decides: a
 * refusal is reported, anything else (a new window, a counter that came meanwhile) is written on condition that nothing has
 * changed since. Throws what the store throws.
 */
final class SharedCounters {

    /** Each round is lost only to another caller's success, and mostly at the beginning of a window. */
    private static final int MOST_ROUNDS = 16;

    private final CounterStore store;

    SharedCounters(CounterStore store) {
        this.store = store;
    }

    /**
     * Takes permits.
     *
     * @param lease whether they are handed out later, see {@link RateLimit#lease}
     */
    ConsumeResult take(
            RateLimit limit, CounterKey counter, long nowMillis, long permits, boolean lease, Deadline deadline) {
        String key = CounterCodec.key(counter);
        BoundedIncrement increment = CounterCodec.increment(limit, nowMillis, permits, lease);
        for (int round = 0; round < MOST_ROUNDS && !deadline.isOver(); round++) {
            StoredCounter after = increment == null ? null : store.increment(key, increment, deadline.left());
            if (increment != null && after != null) {
                Usage before = CounterCodec.decode(limit, after.withValue(after.value() - increment.amount()));
                return decide(limit, before, nowMillis, permits, lease);
            }
            StoredCounter found = store.read(key, deadline.left());
            Usage usage = CounterCodec.decode(limit, found);
            ConsumeResult result = decide(limit, usage, nowMillis, permits, lease);
            if (result.usage() == usage || replace(key, limit, found, result.usage(), nowMillis, deadline)) {
                return result;
            }
        }
        throw tooManyOthers();
    }

    private static ConsumeResult decide(RateLimit limit, Usage usage, long nowMillis, long permits, boolean lease) {
        return lease ? limit.lease(usage, nowMillis, permits) : limit.take(usage, nowMillis, permits);
    }

    /** What has been used. */
    Usage look(RateLimit limit, CounterKey counter, Deadline deadline) {
        return CounterCodec.decode(limit, store.read(CounterCodec.key(counter), deadline.left()));
    }

    /** Counts what has been used elsewhere, also beyond the limit. */
    void add(RateLimit limit, CounterKey counter, Usage elsewhere, long nowMillis, Deadline deadline) {
        String key = CounterCodec.key(counter);
        for (int round = 0; round < MOST_ROUNDS && !deadline.isOver(); round++) {
            StoredCounter found = store.read(key, deadline.left());
            Usage sum = limit.sum(CounterCodec.decode(limit, found), elsewhere, nowMillis);
            if (replace(key, limit, found, sum, nowMillis, deadline)) {
                return;
            }
        }
        throw tooManyOthers();
    }

    private boolean replace(
            String key, RateLimit limit, @Nullable StoredCounter found, Usage next, long nowMillis, Deadline deadline) {
        long expiry = CounterCodec.expiresAtMillis(limit, nowMillis);
        return store.replace(key, found, CounterCodec.encode(next), expiry, deadline.left());
    }

    private static CounterStoreException tooManyOthers() {
        return new CounterStoreException("too many others changed the counter", null);
    }
}
