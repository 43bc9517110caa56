package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HostAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One host of one version of a service, as it is right now: whether it is healthy and how busy it is.
 *
 * <p>Lives as long as the registry names it and survives reloads. Safe for concurrent use.
 */
public final class UpstreamHost {

    private final HostAddress address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile @Nullable String sickness;

    UpstreamHost(HostAddress address) {
        this.address = address;
    }

    /** Where it listens. */
    public HostAddress address() {
        return address;
    }

    /** Whether it takes part in balancing. A host is healthy until a probe says otherwise. */
    public boolean healthy() {
        return sickness == null;
    }

    /** Why it does not take part; null while it is healthy. */
    public @Nullable String sickness() {
        return sickness;
    }

    /** Requests that are being forwarded to it by this gateway now. */
    public int inFlight() {
        return inFlight.get();
    }

    void sickness(@Nullable String reason) {
        sickness = reason;
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }
}
