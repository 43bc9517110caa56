package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.pool.ConnectionCallback.Reuse;
import io.gatehouse.http.timer.DeadlineScanner;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The connections of one I/O thread to one host, by one version of HTTP, among those of all threads to all hosts. */
public abstract class HostPool implements Connector.Places {

    private final HostAddress address;
    private final String label;
    private final String authority;
    private final ProxyLimits limits;
    private final IoThreadContext context;
    private boolean wantsRoom;

    HostPool(HostAddress address, ProxyLimits limits, IoThreadContext context) {
        this.address = address;
        this.label = address.toString();
        this.authority = address.authority();
        this.limits = limits;
        this.context = context;
    }

    /** Gets a connection: one that is there if it will do, else a new one as soon as there is room for it. */
    public abstract void acquire(ConnectionCallback callback, Duration connectTimeout, Reuse reuse);

    /** Wants no connection any more: leaves the line, or the connection that is being opened for it. */
    public abstract void leave(ConnectionCallback callback);

    /** A connection that was lent again was dead by then. */
    public void wasDead() {}

    /** The host as a URL. */
    public final String label() {
        return label;
    }

    /** The host as a Host header names it. */
    public final String authority() {
        return authority;
    }

    /** The pool's counts now. */
    abstract PoolState state();

    /** The connection that has idled longest, of those that may be closed for others; null if there is none. */
    abstract @Nullable UpstreamConnection longestIdle();

    /** When that has begun to idle; of use only where there is one. */
    abstract long longestIdleSince();

    /** Closes what is idle now, and what is lent when it comes back. */
    abstract void retire();

    /** Opens connections for those in line, as far as there is room. */
    abstract void connectNext();

    /** Takes a place for one more connection among all; hears of room later if there is none. */
    final boolean takesPlaceOrAsks() {
        boolean taken = takePlace();
        if (!taken && !wantsRoom) {
            wantsRoom = true;
            all().whenRoom(this::roomThere);
            context.askOthers();
        }
        return taken;
    }

    @Override
    public final boolean takePlace() {
        return all().add() || (context.closeOneIdle() && all().add());
    }

    @Override
    public final void leavePlace() {
        all().remove();
    }

    /** May be called by any thread. */
    private void roomThere() {
        try {
            scanner().thread().execute(this::useRoom);
        } catch (RejectedExecutionException e) {
            // This thread has ended; another one may want it.
            all().offer();
        }
    }

    private void useRoom() {
        wantsRoom = false;
        connectNext();
        if (!wantsRoom) {
            all().offer();
        }
    }

    final HostAddress address() {
        return address;
    }

    final Connector connector() {
        return context.connector();
    }

    final DeadlineScanner scanner() {
        return context.scanner();
    }

    final ProxyLimits limits() {
        return limits;
    }

    final OpenConnections all() {
        return context.open();
    }

    final IoThreadContext context() {
        return context;
    }
}
