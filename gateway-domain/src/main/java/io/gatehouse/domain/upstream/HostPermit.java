package io.gatehouse.domain.upstream;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The permit to forward one request to one host, counted as in flight until it is ended.
 *
 * <p>Whoever holds it ends it with what happened, whatever happens; ending it again does nothing. Ending it is safe for concurrent
 * use.
 */
public final class HostPermit {

    private static final AtomicIntegerFieldUpdater<HostPermit> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(HostPermit.class, "ended");

    private static final int SWITCHING_PROTOCOLS = 101;

    private final UpstreamHost host;
    private final @Nullable UpstreamGroup group;
    private final CircuitBreaker.@Nullable Phase begun;
    private final @Nullable String cookie;

    @SuppressWarnings("UnusedVariable") // read by its updater
    private volatile int ended;

    /** What is known of the response; zero before its head is there. */
    private int status;

    private long headNanos;
    private boolean judged;

    /**
     * A permit of this group, in which the host has {@linkplain UpstreamHost#tryBegin begun}, and which hears how it ended; null for one
     * to look at, which counts nothing.
     *
     * @param begun the phase of the group's breaker that let it through; null without a breaker
     * @param cookie what leads the client back to the host; null for nothing
     */
    HostPermit(
            UpstreamHost host,
            @Nullable UpstreamGroup group,
            CircuitBreaker.@Nullable Phase begun,
            @Nullable String cookie) {
        this.host = host;
        this.group = group;
        this.begun = begun;
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

    /**
     * The head of the final response is there, after so many nanoseconds. Tunnels and trials of a circuit breaker count from here on:
     * it may take hours until they end. Called at most once, before the end, by the one who ends it.
     */
    public void responding(int withStatus, long afterNanos) {
        status = withStatus;
        headNanos = afterNanos;
        if (group != null && (withStatus == SWITCHING_PROTOCOLS || CircuitBreaker.isTrial(begun))) {
            judged = true;
            group.judge(host, begun, new HostOutcome.Responded(withStatus, afterNanos, afterNanos));
        }
    }

    /** After how many nanoseconds the head of the final response was there; zero before it is. */
    public long headNanos() {
        return headNanos;
    }

    /** Gives the permit back; only the first outcome counts. */
    public void end(HostOutcome outcome) {
        if (group != null && ENDED.compareAndSet(this, 0, 1)) {
            host.ended();
            if (!judged) {
                group.judge(host, begun, onItsOwn(outcome));
            }
            group.ended(host, outcome);
        }
    }

    /** A response that others have given up while it was under way is none that the host has failed to give. */
    private HostOutcome onItsOwn(HostOutcome outcome) {
        return status != 0 && outcome instanceof HostOutcome.Abandoned
                ? new HostOutcome.Responded(status, headNanos, outcome.durationNanos())
                : outcome;
    }
}
