package io.gatehouse.http.forwarding;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.http.timer.DeadlineScanner;
import org.jspecify.annotations.Nullable;

/** The use of one host by one try: its permit, which is given back with the first outcome, and what that says. */
final class HostUse {

    private final HostPermit permit;
    private final DeadlineScanner clock;
    private long since;
    private boolean sent;
    private boolean ended;

    /** From now on. */
    HostUse(HostPermit permit, DeadlineScanner clock, long nowNanos) {
        this.permit = permit;
        this.clock = clock;
        this.since = nowNanos;
    }

    UpstreamHost host() {
        return permit.host();
    }

    /** What leads the client back to the host; null for nothing. */
    @Nullable
    String cookie() {
        return permit.cookie();
    }

    /** Begins only now. */
    void beginsNow(long nowNanos) {
        since = nowNanos;
    }

    /** Some of the request may reach the host from now on. */
    void sends() {
        sent = true;
    }

    /** The host has said that it has not begun with the request. */
    void sentNothing() {
        sent = false;
    }

    /** Whether some of the request may have reached the host. */
    boolean hasSent() {
        return sent;
    }

    /** The head of the final response is there. */
    void responding(int status) {
        permit.responding(status, nanos());
    }

    /** After how many nanoseconds that was. */
    long headNanos() {
        return permit.headNanos();
    }

    /** When the host was chosen. */
    long since() {
        return since;
    }

    /** Since the host was chosen. */
    long nanos() {
        return clock.now() - since;
    }

    void responded(int status) {
        end(new HostOutcome.Responded(status, permit.headNanos(), nanos()));
    }

    void failed(HostFailure failure) {
        end(new HostOutcome.Failed(failure, sent, nanos()));
    }

    void abandoned(Fault by) {
        if (!ended) {
            end(new HostOutcome.Abandoned(by, sent, nanos()));
        }
    }

    boolean hasEnded() {
        return ended;
    }

    private void end(HostOutcome outcome) {
        ended = true;
        permit.end(outcome);
    }
}
