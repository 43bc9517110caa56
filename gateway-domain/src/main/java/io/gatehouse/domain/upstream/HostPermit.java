package io.gatehouse.domain.upstream;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The permit to forward one request to one host, counted as in flight until it is ended.
 *
 * <p>Whoever holds it ends it, whatever happens; ending it again does nothing. Safe for concurrent use.
 */
public final class HostPermit {

    private final UpstreamHost host;
    private final AtomicBoolean ended;

    private HostPermit(UpstreamHost host, boolean ended) {
        this.host = host;
        this.ended = new AtomicBoolean(ended);
    }

    /** A permit that counts until it is ended. */
    static HostPermit counted(UpstreamHost host) {
        host.began();
        return new HostPermit(host, false);
    }

    /** A permit to look at, which counts nothing. */
    static HostPermit uncounted(UpstreamHost host) {
        return new HostPermit(host, true);
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
