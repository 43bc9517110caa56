package io.gatehouse.http.forwarding;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.BalancedRequest;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.TriedHosts;
import org.jspecify.annotations.Nullable;

/** The hosts that one exchange tries, each only once, with the permit for the one it is at. Confined to one thread. */
final class HostAttempts {

    private final LoadBalancer upstreams;
    private final VersionKey version;
    private final int most;
    private HostPermit attempt;
    private TriedHosts tried = TriedHosts.NONE;
    private int count = 1;
    private boolean ended;

    /** Begins with the host that this permit is for. */
    HostAttempts(LoadBalancer upstreams, VersionKey version, int most, HostPermit first) {
        this.upstreams = upstreams;
        this.version = version;
        this.most = most;
        this.attempt = first;
    }

    /** The host that is tried now. */
    HostAddress address() {
        return attempt.host().address();
    }

    /** What {@code Set-Cookie} says, so that the client comes back to this host; null for nothing. */
    @Nullable
    String cookie() {
        return attempt.cookie();
    }

    /** Leaves this host for the next one; false if there is none, or there have been enough. */
    boolean next(HostOutcome outcome, BalancedRequest request) {
        end(outcome);
        tried = tried.and(attempt.host());
        @Nullable HostPermit other = count < most ? upstreams.begin(version, request, tried) : null;
        if (other == null) {
            return false;
        }
        count++;
        attempt = other;
        ended = false;
        return true;
    }

    /** The head of the host's response is there. */
    void responding(int status, long headNanos) {
        attempt.responding(status, headNanos);
    }

    /** Gives the permit back; only the first outcome counts. */
    void end(HostOutcome outcome) {
        ended = true;
        attempt.end(outcome);
    }

    /** Whether the permit has been given back. */
    boolean hasEnded() {
        return ended;
    }
}
