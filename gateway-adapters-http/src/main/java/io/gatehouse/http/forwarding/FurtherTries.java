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
import io.gatehouse.http.exchange.ExchangeStats;
import io.gatehouse.http.timer.DeadlineScanner;
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
    private final RequestState state;
    private final DeadlineScanner clock;
    private final ExchangeStats stats;
    private TriedHosts tried = TriedHosts.NONE;
    private int made;

    /** Another try: what it may use, and how long it waits before it does. */
    record Next(HostPermit permit, long pauseNanos) {}

    /** The tries after one that begins now. */
    FurtherTries(RequestState state, Forwarder forwarder, DeadlineScanner clock, ExchangeStats stats) {
        String service = state.route().service().name();
        this.policy = state.route().service().forwarding().retry();
        this.measured = policy != null && (policy.isBudgeted() || policy.hedge())
                ? forwarder.retries().of(service)
                : null;
        this.upstreams = forwarder.upstreams();
        this.state = state;
        this.clock = clock;
        this.stats = stats;
        if (measured != null) {
            measured.budget().requested(clock.now());
        }
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
    long hedgeAfterNanos() {
        return policy != null && policy.hedge() && measured != null
                ? measured.latency().p95(clock.now())
                : TailLatency.UNKNOWN;
    }

    /** A host took so long to the head of its response, or that long without one. */
    void took(long nanos) {
        if (policy != null && policy.hedge() && measured != null) {
            measured.latency().took(nanos, clock.now());
        }
    }

    /** The permit for another host beside this one; null if there is none, or there have been enough tries. */
    @Nullable
    HostPermit beside(UpstreamHost host) {
        if (policy == null || made >= policy.attempts()) {
            return null;
        }
        HostPermit other = other(host);
        return other != null && isTaken(policy, other) ? other : null;
    }

    /** What follows a try that failed at this host, which asks to be left alone for a while; null if nothing does. */
    @Nullable
    Next after(FailedTry failed, UpstreamHost host, long askedNanos, long leftNanos) {
        if (policy == null || !failed.mayBeFollowed(policy)) {
            return null;
        }
        long pause = 0;
        HostPermit permit = other(host);
        if (permit == null && policy.sameHost()) {
            pause = Math.max(askedNanos, RetryPause.usual(made));
            boolean waits = pause <= RetryPause.LONGEST_NANOS && pause < leftNanos;
            permit = waits ? anew(host) : null;
        }
        return permit != null && isTaken(policy, permit) ? new Next(permit, pause) : null;
    }

    /** All have been tried: begins anew with the others; this one is asked at once again only if there is no other. */
    private @Nullable HostPermit anew(UpstreamHost host) {
        tried = TriedHosts.NONE;
        HostPermit another = other(host);
        return another == null ? upstreams.begin(state.version().key(), state, TriedHosts.NONE) : another;
    }

    private @Nullable HostPermit other(UpstreamHost host) {
        tried = tried.and(host);
        return upstreams.begin(state.version().key(), state, tried);
    }

    /** Takes the try out of the budget; ends its permit if that is exhausted. */
    private boolean isTaken(RetryPolicy by, HostPermit permit) {
        boolean within =
                measured == null || !by.isBudgeted() || measured.budget().take(by.budget(), clock.now());
        if (within) {
            made++;
        } else {
            stats.budgetExhausted();
            permit.end(HostOutcome.UNUSED);
        }
        return within;
    }
}
