package io.gatehouse.domain.upstream;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The permit to forward one request to one host, counted as in flight until it is ended.
 *
 * <p>Whoever holds it ends it, whatever happens; ending it again does nothing. Safe for concurrent use.
 */
public final class Attempt {

    private final UpstreamHost host;
    private final AtomicBoolean ended = new AtomicBoolean();

    Attempt(UpstreamHost host) {
        this.host = host;
        host.began();
    }

    /** The host to forward to. */
    public UpstreamHost host() {
        return host;
    }

    /** Gives the permit back. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            host.ended();
        }
    }
}
