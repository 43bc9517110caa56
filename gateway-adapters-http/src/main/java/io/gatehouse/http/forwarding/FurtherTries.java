package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.retry.FailedTry;
import io.gatehouse.domain.retry.ServiceRetries.Measured;
import io.gatehouse.domain.retry.TailLatency;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.http.exchange.GatewayExchange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The tries that one exchange may make after its first: by the policy of its service, within its budget, on a host that has not been
 * tried before if there is one. Confined to one thread.
 */
final class FurtherTries {

    private final @Nullable RetryPolicy policy;
    private final @Nullable Measured measured;
    private final LoadBalancer upstreams;
    private TriedHosts tried = TriedHosts.NONE;
    private int made;

    /** Another try: what it may use, and how long it waits before it does. */
    record Next(HostPermit permit, long pauseNanos) {}

    private FurtherTries(@Nullable RetryPolicy policy, @Nullable Measured measured, LoadBalancer upstreams) {
        this.policy = policy;
        this.measured = measured;
        this.upstreams = upstreams;
    }

    /** None, ever; one for all exchanges of services that have no policy for them. */
    static FurtherTries none(LoadBalancer upstreams) {
        return new FurtherTries(null, null, upstreams);
    }

    /** The tries after one that begins now. */
    static FurtherTries of(RequestState state, Forwarder forwarder, long nowNanos) {
        RetryPolicy policy = state.route().service().forwarding().retry();
        if (policy == null) {
            return forwarder.noFurtherTries();
        }
        Measured measured = policy.isBudgeted() || policy.hedge()
                ? forwarder.retries().of(state.route().service().name())
                : null;
        if (measured != null) {
            measured.budget().requested(nowNanos);
        }
        return new FurtherTries(policy, measured, forwarder.upstreams());
    }

    /** For how long a try waits for the head of its response, whatever {@code timeouts} say. */
    long perTryNanos() {
        Duration most = policy == null ? null : policy.perTry();
        return most == null ? Long.MAX_VALUE : most.toNanos();
    }

    /** Whether calls of which something was sent may be tried again. */
    boolean repeatWhatWasSent() {
        return policy != null && policy.repeatsWhatWasSent();
    }

    /** Whether a response of this status is no good one, if there can be another. */
    boolean dislike(int status) {
        return policy != null && status >= 400 && policy.statuses().contains(status);
    }

    /** How many there have been. */
    int made() {
        return made;
    }

    /** When a second host is asked beside the first one; {@link TailLatency#UNKNOWN} for never. */
    long hedgeAfterNanos(long nowNanos) {
        return policy != null && policy.hedge() && measured != null
                ? measured.latency().p95(nowNanos)
                : TailLatency.UNKNOWN;
    }

    /** A host took so long to the head of its response, or that long without one. */
    void took(long nanos, long nowNanos) {
        if (policy != null && policy.hedge() && measured != null) {
            measured.latency().took(nanos, nowNanos);
        }
    }

    /** The permit for another host beside this one; null if there is none, or there have been enough tries. */
    @Nullable
    HostPermit beside(GatewayExchange exchange, UpstreamHost host, long nowNanos) {
        if (policy == null || made >= policy.attempts()) {
            return null;
        }
        HostPermit other = other(exchange, host);
        return other != null && isTaken(policy, exchange, other, nowNanos) ? other : null;
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
        if (policy == null || !failed.mayBeFollowed(policy)) {
            return null;
        }
        long pause = 0;
        HostPermit permit = other(exchange, host);
        if (permit == null && policy.sameHost()) {
            pause = Math.max(askedNanos, RetryPause.usual(made));
            boolean waits = pause <= RetryPause.LONGEST_NANOS && pause < leftNanos;
            permit = waits ? anew(exchange, host) : null;
        }
        return permit != null && isTaken(policy, exchange, permit, nowNanos) ? new Next(permit, pause) : null;
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
    private boolean isTaken(RetryPolicy by, GatewayExchange exchange, HostPermit permit, long nowNanos) {
        boolean within =
                measured == null || !by.isBudgeted() || measured.budget().take(by.budget(), nowNanos);
        if (within) {
            made++;
        } else {
            exchange.stats().budgetExhausted();
            permit.end(HostOutcome.UNUSED);
        }
        return within;
    }
}
