package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.quota.Permit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange holds until it ends, whatever ends it and wherever on its way it is by then.
 *
 * <p>Owned by whoever owns the exchange. Safe for concurrent use.
 */
public final class Permits {

    private @Nullable List<Permit> held;
    private boolean closed;

    /** Holds one more; releases it at once if the exchange has ended already. */
    public void hold(Permit permit) {
        if (!keep(permit)) {
            permit.release();
        }
    }

    private synchronized boolean keep(Permit permit) {
        if (closed) {
            return false;
        }
        if (held == null) {
            held = new ArrayList<>(2);
        }
        held.add(permit);
        return true;
    }

    /** Releases everything, and whatever is held from now on at once. */
    public void close() {
        List<Permit> all;
        synchronized (this) {
            closed = true;
            all = held;
            held = null;
        }
        if (all != null) {
            all.forEach(Permit::release);
        }
    }
}
