package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.quota.Permit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange holds until it ends, whatever ends it and wherever on its way it is by then.
 *
 * <p>Owned by whoever owns the exchange. Safe for concurrent use.
 */
public final class Permits {

    private static final AtomicReferenceFieldUpdater<Permits, @Nullable Held> LAST =
            AtomicReferenceFieldUpdater.newUpdater(Permits.class, Held.class, "last");

    /** In the place of what is held, once the exchange has ended. */
    private static final Held ENDED = new Held(() -> {}, null);

    private volatile @Nullable Held last;

    /** A permit, and those that are held already. */
    private record Held(Permit permit, @Nullable Held before) {}

    /** Holds one more; releases it at once if the exchange has ended already. */
    @SuppressWarnings("ReferenceEquality") // there is one mark
    public void hold(Permit permit) {
        Held before;
        do {
            before = last;
            if (before == ENDED) {
                permit.release();
                return;
            }
        } while (!LAST.compareAndSet(this, before, new Held(permit, before)));
    }

    /** Releases everything, and whatever is held from now on at once. */
    public void close() {
        for (Held held = LAST.getAndSet(this, ENDED); held != null; held = held.before) {
            held.permit.release();
        }
    }
}
