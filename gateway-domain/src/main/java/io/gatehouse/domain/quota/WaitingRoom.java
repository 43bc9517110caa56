package io.gatehouse.domain.quota;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests wait at a time to be tried again: the others are refused at once, so that those who are over
 * their limit do not fill the gateway. Safe for concurrent use.
 */
public final class WaitingRoom {

    /** Nobody may wait. */
    public static final WaitingRoom CLOSED = new WaitingRoom(0);

    private final int places;
    private final AtomicInteger taken = new AtomicInteger();

    public WaitingRoom(int places) {
        this.places = places;
    }

    /** A place to wait; null if there is none. Whoever gets it releases it. */
    public @Nullable Permit enter() {
        int before = taken.get();
        while (before < places) {
            if (taken.compareAndSet(before, before + 1)) {
                var held = new AtomicBoolean(true);
                return () -> leave(held);
            }
            before = taken.get();
        }
        return null;
    }

    /** How many wait. */
    public int taken() {
        return taken.get();
    }

    private void leave(AtomicBoolean held) {
        if (held.compareAndSet(true, false)) {
            taken.decrementAndGet();
        }
    }
}
