package io.gatehouse.domain.routing;

import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.concurrency.Overload;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.tenancy.Priority;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.TriedHosts;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stops requests to a version none of whose hosts is healthy, whose circuit breaker is open, or that takes no more at a time.
 *
 * <p>Source of the rule: {@code health-check}, {@code circuit-breaker} and {@code concurrency} of the service. Who waits for a place
 * among those in flight holds no thread.
 */
public final class ChooseHost implements RequestStage {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final LoadBalancer upstreams;

    public ChooseHost(LoadBalancer upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public Decision decide(RequestState state) {
        ConcurrencyGate gate = upstreams.gate(state.version().key());
        if (state.trace().wanted()) {
            return explain(state, gate);
        }
        return gate == null ? choose(state, begin(state)) : pass(gate, new Arrival(state));
    }

    private @Nullable HostPermit begin(RequestState state) {
        return upstreams.begin(state.version().key(), state, TriedHosts.NONE);
    }

    private Decision choose(RequestState state, @Nullable HostPermit permit) {
        return permit == null
                ? Decision.reject(refusal(upstreams.refusing(state.version().key())))
                : Decision.proceed(state.with(permit));
    }

    private static Refusal refusal(@Nullable BreakerState open) {
        return open == null
                ? Refusal.of(Rejection.NO_HEALTHY_HOST).with("Retry-After", RETRY_AFTER_SECONDS)
                : Refusal.of(Rejection.CIRCUIT_OPEN)
                        .with("Retry-After", Long.toString(open.retryAfterSeconds()))
                        .decidedBy(open.policy().origin());
    }

    private static Refusal refusal(Overload overload) {
        Rejection rejection = switch (overload.limit()) {
            case SERVICE -> Rejection.SERVICE_AT_LIMIT;
            case HOSTS -> Rejection.HOSTS_AT_LIMIT;
            case TENANT -> Rejection.TENANT_AT_LINE_LIMIT;
        };
        return Refusal.of(rejection, overload.reason().words()).with("Retry-After", "1");
    }

    private static Decision pass(ConcurrencyGate gate, Arrival arrival) {
        arrival.state.permits().hold(gate.enter(arrival));
        Decision decided = arrival.decision.getNow(null);
        return decided == null ? new Decision.Await(arrival.decision) : decided;
    }

    private Decision explain(RequestState state, @Nullable ConcurrencyGate gate) {
        if (gate != null) {
            String limit = gate.limit() == Integer.MAX_VALUE ? "any number" : String.valueOf(gate.limit());
            state.trace()
                    .note(
                            gate.policy().origin(),
                            gate.policy().inWords() + "; now " + gate.inFlight() + " of " + limit
                                    + " are in flight, and " + gate.waiting() + " wait; priority "
                                    + state.caller().priority());
            Overload overload = gate.preview(state.tenant(), state.caller().priority());
            if (overload != null) {
                return Decision.reject(refusal(overload).decidedBy(gate.policy().origin()));
            }
        }
        HostPermit permit = begin(state);
        if (permit != null) {
            state.trace().note(state.version().origin(), permit.host().address().toString());
        } else if (upstreams.refusing(state.version().key()) == null) {
            state.trace().note(state.version().origin(), none(state.version()));
        }
        upstreams.describe(state.version().key(), state.trace()::note);
        new ForwardingNotes(state).all(permit != null);
        return choose(state, permit);
    }

    private static String none(ServiceVersion version) {
        return version.source() instanceof HostSource.Discovered asked
                ? "no host that is healthy and takes requests is discovered by " + asked
                : "no host is healthy and takes requests";
    }

    /** A request that wants a place among those in flight, and a host. */
    private final class Arrival implements ConcurrencyGate.Arrival {

        private final RequestState state;
        private final CompletableFuture<Decision> decision = new CompletableFuture<>();
        private @Nullable Decision found;

        Arrival(RequestState state) {
            this.state = state;
        }

        @Override
        public String tenant() {
            return state.caller().tenant();
        }

        @Override
        public Priority priority() {
            return state.caller().priority();
        }

        @Override
        public boolean admit() {
            HostPermit permit = begin(state);
            if (permit == null && upstreams.hostsAreFull(state.version().key())) {
                return false;
            }
            if (permit != null) {
                // The exchange may end before it gets to know of its host.
                state.permits().hold(() -> permit.end(HostOutcome.UNUSED));
            }
            found = choose(state, permit);
            return true;
        }

        @Override
        public void refuse(Overload why) {
            ConcurrencyGate gate = upstreams.gate(state.version().key());
            Refusal refusal = ChooseHost.refusal(why);
            found = Decision.reject(
                    gate == null ? refusal : refusal.decidedBy(gate.policy().origin()));
        }

        @Override
        public void goOn() {
            decision.complete(found);
        }
    }
}
