package io.gatehouse.domain.routing;

import io.gatehouse.domain.cache.CachePolicy;
import io.gatehouse.domain.idempotency.IdempotencyPolicy;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostSource;
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
            mirror(state);
            noteCache(state);
            noteIdempotency(state);
        }
        return permit == null
                ? Decision.reject(Refusal.of(Rejection.NO_HEALTHY_HOST).with("Retry-After", RETRY_AFTER_SECONDS))
                : Decision.proceed(state.with(permit));
    }

    private static void noteCache(RequestState state) {
        CachePolicy policy = state.route().service().forwarding().responses().cache();
        if (policy != null && (state.method().equals("GET") || state.method().equals("HEAD"))) {
            String user = state.userId();
            String tenant = state.tenant().isEmpty() ? "callers without a key" : "tenant " + state.tenant();
            state.trace()
                    .note(
                            policy.origin(),
                            "answered with what is kept for " + tenant + (user == null ? "" : ", user " + user)
                                    + ", if that is fresh");
        }
    }

    private static void noteIdempotency(RequestState state) {
        IdempotencyPolicy policy =
                state.route().service().forwarding().responses().idempotency();
        if (policy != null && IdempotencyPolicy.guards(state.method())) {
            String once = state.header(policy.header()) == null
                    ? "without " + policy.header() + " every call is forwarded"
                    : "forwarded once for this " + policy.header() + "; the answer is kept for "
                            + policy.keep().toSeconds() + " s";
            state.trace().note(policy.origin(), once);
        }
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
