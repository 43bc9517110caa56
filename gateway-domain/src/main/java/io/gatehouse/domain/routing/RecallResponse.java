package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.service.CachePolicy;
import io.gatehouse.domain.service.IdempotencyPolicy;
import io.gatehouse.domain.service.ResponsePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls whose response is kept, by a cache or for their idempotency key.
 *
 * <p>Source of the rule: {@code cache} and {@code idempotency} of the service. All others wait here for a call that gets the response that
 * they want, if there is one, and go on to a host if not; they hold no thread and no place with a host meanwhile.
 */
public final class RecallResponse implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        ResponsePolicy policy = state.route().service().forwarding().responses();
        CachePolicy cache = policy.cache();
        IdempotencyPolicy idempotency = policy.idempotency();
        if (cache == null && idempotency == null) {
            return Decision.proceed(state);
        }
        if (state.trace().wanted()) {
            note(state, cache);
            note(state, idempotency);
        }
        return Decision.Recall.ASKED;
    }

    private static void note(RequestState state, @Nullable CachePolicy policy) {
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

    private static void note(RequestState state, @Nullable IdempotencyPolicy policy) {
        if (policy != null && IdempotencyPolicy.guards(state.method())) {
            String once = state.header(policy.header()) == null
                    ? "without " + policy.header() + " every call is forwarded"
                    : "forwarded once for this " + policy.header() + "; the response is kept for "
                            + policy.keep().toSeconds() + " s";
            state.trace().note(policy.origin(), once);
        }
    }
}
