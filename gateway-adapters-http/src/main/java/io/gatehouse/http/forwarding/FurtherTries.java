package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.retry.FailedTry;
import io.gatehouse.http.retry.ServiceRetries.Measured;
import io.gatehouse.http.retry.TailLatency;
import org.jspecify.annotations.Nullable;

/**
 * The tries that one exchange may make after its first: by the policy of its service, within its budget, on a host that has not been
 * tried before if there is one. Made for exchanges that need it, which most do not: their first try is good. Confined to one thread.
 */
final class FurtherTries {

    private final RetryPolicy policy;
    private final @Nullable Measured measured;
    private final LoadBalancer upstreams;
    private TriedHosts tried = TriedHosts.NONE;
    private int made;

    /** Another try: what it may use, and how long it waits before it does. */
    record Next(HostPermit permit, long pauseNanos) {}

    private FurtherTries(RetryPolicy policy, @Nullable Measured measured, LoadBalancer upstreams) {
        this.policy = policy;
        this.measured = measured;
        this.upstreams = upstreams;
    }

    /** The tries after one that begins now, where that is counted or measured; null where only one that fails makes a difference. */
    static @Nullable FurtherTries counted(
            @Nullable RetryPolicy policy, String service, Forwarder forwarder, long nowNanos) {
        if (policy == null || !(policy.isBudgeted() || policy.hedge())) {
            return null;
        }
        Measured measured = forwarder.retries().of(service);
        measured.budget().requested(nowNanos);
        return new FurtherTries(policy, measured, forwarder.upstreams());
    }

    /** The tries after one that has failed, of which nothing was counted. */
    static FurtherTries uncounted(RetryPolicy policy, Forwarder forwarder) {
        return new FurtherTries(policy, null, forwarder.upstreams());
    }

    /** How many there have been. */
    int made() {
        return made;
    }

    /** When a second host is asked beside the first one; {@link TailLatency#UNKNOWN} for never. */
    long hedgeAfterNanos(long nowNanos) {
        return policy.hedge() && measured != null ? measured.latency().p95(nowNanos) : TailLatency.UNKNOWN;
    }

    /** A host took so long to the head of its response, or that long without one. */
    void took(long nanos, long nowNanos) {
        if (policy.hedge() && measured != null) {
            measured.latency().took(nanos, nowNanos);
        }
    }

    /** The permit for another host beside this one; null if there is none, or there have been enough tries. */
    @Nullable
    HostPermit beside(GatewayExchange exchange, UpstreamHost host, long nowNanos) {
        if (made >= policy.attempts()) {
            return null;
        }
        HostPermit other = other(exchange, host);
        return other != null && isTaken(exchange, other, nowNanos) ? other : null;
    }

    /** What follows a try that failed at this host, which asks to be left alone for a while; null if nothing does. */
    @Nullable
    Next after(
            GatewayExchange exchange,
            FailedTry failed,
            UpstreamHost host,
            long askedNanos,
            long leftNanos,
            long nowNanos) {
        if (!failed.mayBeFollowed(policy)) {
            return null;
        }
        long pause = 0;
        HostPermit permit = other(exchange, host);
        if (permit == null && policy.sameHost()) {
            pause = Math.max(askedNanos, RetryPause.usual(made));
            boolean waits = pause <= RetryPause.LONGEST_NANOS && pause < leftNanos;
            permit = waits ? anew(exchange, host) : null;
        }
        return permit != null && isTaken(exchange, permit, nowNanos) ? new Next(permit, pause) : null;
    }

    /** All have been tried: begins anew with the others; this one is asked at once again only if there is no other. */
    private @Nullable HostPermit anew(GatewayExchange exchange, UpstreamHost host) {
        tried = TriedHosts.NONE;
        HostPermit another = other(exchange, host);
        return another == null ? begin(exchange.decided(), TriedHosts.NONE) : another;
    }

    private @Nullable HostPermit other(GatewayExchange exchange, UpstreamHost host) {
        tried = tried.and(host);
        return begin(exchange.decided(), tried);
    }

    private @Nullable HostPermit begin(RequestState state, TriedHosts but) {
        return upstreams.begin(state.version().key(), state, but);
    }

    /** Takes the try out of the budget; ends its permit if that is exhausted. */
    private boolean isTaken(GatewayExchange exchange, HostPermit permit, long nowNanos) {
        boolean within =
                measured == null || !policy.isBudgeted() || measured.budget().take(policy.budget(), nowNanos);
        if (within) {
            made++;
        } else {
            exchange.stats().budgetExhausted();
            permit.end(HostOutcome.UNUSED);
        }
        return within;
    }
}
