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

    private static final AtomicReferenceFieldUpdater<Permits, @Nullable Permit> HELD =
            AtomicReferenceFieldUpdater.newUpdater(Permits.class, Permit.class, "held");

    /** In the place of what is held, once the exchange has ended. */
    private static final Permit ENDED = () -> {};

    /** Mostly there is one, which needs nothing around it. */
    private volatile @Nullable Permit held;

    /** A permit, and those that were held already. */
    private record Several(Permit last, Permit before) implements Permit {

        @Override
        public void release() {
            Permit next = this;
            while (next instanceof Several several) {
                several.last.release();
                next = several.before;
            }
            next.release();
        }
    }

    /** Holds one more; releases it at once if the exchange has ended already. */
    @SuppressWarnings("ReferenceEquality") // there is one mark
    public void hold(Permit permit) {
        Permit before;
        Permit now;
        do {
            before = held;
            if (before == ENDED) {
                permit.release();
                return;
            }
            now = before == null ? permit : new Several(permit, before);
        } while (!HELD.compareAndSet(this, before, now));
    }

    /** Releases everything, and whatever is held from now on at once. */
    public void close() {
        Permit all = HELD.getAndSet(this, ENDED);
        if (all != null) {
            all.release();
        }
    }
}
