package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.RateLimit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** Permits that the store has counted, to be handed out within a stretch of time. Safe for concurrent use; takes no lock. */
final class Lease {

    private static final AtomicLongFieldUpdater<Lease> LEFT = AtomicLongFieldUpdater.newUpdater(Lease.class, "left");

    private final RateLimit limit;
    private final long beginMillis;
    private final long endMillis;
    private volatile long left;

    /** As many permits as the store has just granted. */
    Lease(RateLimit limit, long nowMillis, long permits) {
        this.limit = limit;
        this.beginMillis = limit.leaseBegin(nowMillis);
        this.endMillis = limit.leaseEnd(nowMillis);
        this.left = permits;
    }

    /** Whether it may be handed out now, for this limit. */
    @SuppressWarnings("ReferenceEquality")
    boolean serves(RateLimit wanted, long nowMillis) {
        return nowMillis < endMillis && nowMillis >= beginMillis && (wanted == limit || wanted.equals(limit));
    }

    /** Whether its time is over. */
    boolean isOver(long nowMillis) {
        return nowMillis >= endMillis;
    }

    /** Hands out permits, and says how many are left; negative if there were not so many. */
    long take(long permits) {
        long before = left;
        while (before >= permits) {
            if (LEFT.compareAndSet(this, before, before - permits)) {
                return before - permits;
            }
            before = left;
        }
        return -1;
    }

    /** Takes what there is, at most that many. */
    long drain(long most) {
        while (true) {
            long before = left;
            long taken = Math.min(before, most);
            if (LEFT.compareAndSet(this, before, before - taken)) {
                return taken;
            }
        }
    }

    /** Takes back what was drained, or adds what the store has counted while it served. */
    void add(long permits) {
        LEFT.addAndGet(this, permits);
    }

    long left() {
        return left;
    }
}
