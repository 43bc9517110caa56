package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HostAddress;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One host of one version of a service, as it is right now: whether it is healthy and how busy it is.
 *
 * <p>Lives as long as the registry names it and survives reloads. Safe for concurrent use.
 */
public final class UpstreamHost {

    private static final AtomicIntegerFieldUpdater<UpstreamHost> IN_FLIGHT =
            AtomicIntegerFieldUpdater.newUpdater(UpstreamHost.class, "inFlight");

    private final HostAddress address;
    private volatile int weight = 1;
    private volatile int inFlight;
    private volatile @Nullable String unhealthyReason;

    UpstreamHost(HostAddress address) {
        this.address = address;
    }

    /** Where it listens. */
    public HostAddress address() {
        return address;
    }

    /** Whether it gets no new requests, by the registry's wish: its weight is zero. */
    public boolean drained() {
        return weight == 0;
    }

    /** Its share of requests by that of the other hosts; zero for one that is drained. */
    public int weight() {
        return weight;
    }

    void weight(int share) {
        weight = share;
    }

    /** Whether it takes part in balancing. A host is healthy until a probe says otherwise. */
    public boolean healthy() {
        return unhealthyReason == null;
    }

    /** Why it does not take part; null while it is healthy. */
    public @Nullable String unhealthyReason() {
        return unhealthyReason;
    }

    /** Requests that are being forwarded to it by this gateway now. */
    public int inFlight() {
        return inFlight;
    }

    void unhealthyReason(@Nullable String reason) {
        unhealthyReason = reason;
    }

    void began() {
        IN_FLIGHT.incrementAndGet(this);
    }

    void ended() {
        IN_FLIGHT.decrementAndGet(this);
    }
}
