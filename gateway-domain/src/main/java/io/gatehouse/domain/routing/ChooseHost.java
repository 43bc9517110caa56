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
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.TriedHosts;

/** Stops requests to a version none of whose hosts is healthy. */
public final class ChooseHost implements RequestStage {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final LoadBalancer upstreams;

    public ChooseHost(LoadBalancer upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public Decision decide(RequestState state) {
        HostPermit permit = upstreams.begin(state.version().key(), state, TriedHosts.NONE);
        if (state.trace().wanted()) {
            String host = permit == null
                    ? none(state.version())
                    : permit.host().address().toString();
            state.trace().note(state.version().origin(), host);
            RetryPolicy retry = state.route().service().forwarding().retry();
            if (permit != null && retry != null && !retry.isUsual()) {
                state.trace().note(retry.origin(), retry.inWords());
            }
            mirror(state);
        }
        return permit == null
                ? Decision.reject(Refusal.of(Rejection.NO_HEALTHY_HOST).with("Retry-After", RETRY_AFTER_SECONDS))
                : Decision.proceed(state.with(permit));
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
