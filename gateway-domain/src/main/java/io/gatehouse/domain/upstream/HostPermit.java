package io.gatehouse.domain.upstream;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The permit to forward one request to one host, counted as in flight until it is ended.
 *
 * <p>Whoever holds it ends it with what happened, whatever happens; ending it again does nothing. Safe for concurrent use.
 */
public final class HostPermit {

    private static final AtomicIntegerFieldUpdater<HostPermit> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(HostPermit.class, "ended");

    private final UpstreamHost host;
    private final @Nullable UpstreamGroup group;
    private final @Nullable String cookie;

    @SuppressWarnings("UnusedVariable") // read by its updater
    private volatile int ended;

    /**
     * A permit of this group, in which the host has {@linkplain UpstreamHost#tryBegin begun}, and which hears how it ended; null for one
     * to look at, which counts nothing.
     */
    HostPermit(UpstreamHost host, @Nullable UpstreamGroup group, @Nullable String cookie) {
        this.host = host;
        this.group = group;
        this.cookie = cookie;
    }

    /** What {@code Set-Cookie} of the response says, so that the client comes back to this host; null for nothing. */
    public @Nullable String cookie() {
        return cookie;
    }

    /** The host to forward to. */
    public UpstreamHost host() {
        return host;
    }

    /** Gives the permit back; only the first outcome counts. */
    public void end(HostOutcome outcome) {
        if (group != null && ENDED.compareAndSet(this, 0, 1)) {
            host.ended();
            group.ended(host, outcome);
        }
    }
}
