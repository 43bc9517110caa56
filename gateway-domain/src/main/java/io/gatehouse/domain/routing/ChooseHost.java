package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.TriedHosts;
import org.jspecify.annotations.Nullable;

/** Stops requests to a version none of whose hosts is healthy, or whose circuit breaker is open. */
public final class ChooseHost implements RequestStage {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final LoadBalancer upstreams;

    public ChooseHost(LoadBalancer upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public Decision decide(RequestState state) {
        HostPermit permit = upstreams.begin(state.version().key(), state, TriedHosts.NONE);
        BreakerState open = permit == null ? upstreams.refusing(state.version().key()) : null;
        if (state.trace().wanted()) {
            note(state, permit, open);
            mirror(state);
        }
        return permit == null ? Decision.reject(refusal(open)) : Decision.proceed(state.with(permit));
    }

    private void note(RequestState state, @Nullable HostPermit permit, @Nullable BreakerState open) {
        if (permit != null) {
            state.trace().note(state.version().origin(), permit.host().address().toString());
        } else if (open == null) {
            state.trace().note(state.version().origin(), none(state.version()));
        }
        upstreams.describe(state.version().key(), state.trace()::note);
        RetryPolicy retry = state.route().service().forwarding().retry();
        if (permit != null && retry != null && !retry.isUsual()) {
            state.trace().note(retry.origin(), retry.inWords());
        }
    }

    private static Refusal refusal(@Nullable BreakerState open) {
        return open == null
                ? Refusal.of(Rejection.NO_HEALTHY_HOST).with("Retry-After", RETRY_AFTER_SECONDS)
                : Refusal.of(Rejection.CIRCUIT_OPEN)
                        .with("Retry-After", Long.toString(open.retryAfterSeconds()))
                        .decidedBy(open.policy().origin());
    }

    private static void mirror(RequestState state) {
        Steering.Mirror mirror = state.route().service().forwarding().steering().mirror();
        if (mirror != null) {
            state.trace().note(mirror.origin(), mirror.share().text() + " of requests are copied to " + mirror.to());
        }
    }

    private static String none(ServiceVersion version) {
        return version.source() instanceof HostSource.Discovered asked
                ? "no host that is healthy and takes requests is discovered by " + asked
                : "no host is healthy and takes requests";
    }
}
