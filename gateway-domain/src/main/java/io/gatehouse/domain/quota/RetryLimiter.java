package io.gatehouse.domain.quota;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests wait at a time to be tried again, in all and of one share: the others are refused at once, so
 * that those who are over their limit neither fill the gateway nor keep the requests of others from waiting. Safe for
 * concurrent use.
 */
public final class RetryLimiter {

    /** Nobody may wait. */
    public static final RetryLimiter CLOSED = new RetryLimiter(0, 0);

    private static final String COUNTERS = "waiting";

    private final int places;
    private final long placesOfShare;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrencyCounters ofShares = new ConcurrencyCounters();

    /** A room of so many places, of which one share takes so many at most. */
    public RetryLimiter(int places, long placesOfShare) {
        this.places = places;
        this.placesOfShare = placesOfShare;
    }

    /**
     * A place to wait; null if there is none. Whoever gets it releases it.
     *
     * @param share whose place it is: a tenant's, empty for callers without a key, or an address's where nobody is identified yet
     */
    public @Nullable Permit enter(String share) {
        Permit own = ofShares.enter(new CounterKey(COUNTERS, share, null), placesOfShare);
        Permit place = own == null ? null : enter(own);
        if (own != null && place == null) {
            own.release();
        }
        return place;
    }

    private @Nullable Permit enter(Permit own) {
        int before = taken.get();
        while (before < places) {
            if (taken.compareAndSet(before, before + 1)) {
                var held = new AtomicBoolean(true);
                return () -> leave(held, own);
            }
            before = taken.get();
        }
        return null;
    }

    /** How many wait. */
    public int taken() {
        return taken.get();
    }

    private void leave(AtomicBoolean held, Permit own) {
        if (held.compareAndSet(true, false)) {
            taken.decrementAndGet();
            own.release();
        }
    }
}
