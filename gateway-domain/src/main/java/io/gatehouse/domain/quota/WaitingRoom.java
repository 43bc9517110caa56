package io.gatehouse.domain.quota;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests wait at a time to be tried again, in all and of one tenant: the others are refused at once, so
 * that those who are over their limit neither fill the gateway nor keep the requests of others from waiting. Safe for
 * concurrent use.
 */
public final class WaitingRoom {

    /** Nobody may wait. */
    public static final WaitingRoom CLOSED = new WaitingRoom(0, 0);

    private static final String COUNTERS = "waiting";

    private final int places;
    private final long placesOfTenant;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrencyCounters ofTenants = new ConcurrencyCounters();

    /** A room of so many places, of which one tenant takes so many at most. */
    public WaitingRoom(int places, long placesOfTenant) {
        this.places = places;
        this.placesOfTenant = placesOfTenant;
    }

    /**
     * A place to wait; null if there is none. Whoever gets it releases it.
     *
     * @param tenant whose request it is; empty where nobody has presented a key (yet)
     */
    public @Nullable Permit enter(String tenant) {
        Permit share = ofTenants.enter(new Counter(COUNTERS, tenant, null), placesOfTenant);
        Permit place = share == null ? null : enter(share);
        if (share != null && place == null) {
            share.release();
        }
        return place;
    }

    private @Nullable Permit enter(Permit share) {
        int before = taken.get();
        while (before < places) {
            if (taken.compareAndSet(before, before + 1)) {
                var held = new AtomicBoolean(true);
                return () -> leave(held, share);
            }
            before = taken.get();
        }
        return null;
    }

    /** How many wait. */
    public int taken() {
        return taken.get();
    }

    private void leave(AtomicBoolean held, Permit share) {
        if (held.compareAndSet(true, false)) {
            taken.decrementAndGet();
            share.release();
        }
    }
}
