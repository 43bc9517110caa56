package io.gatehouse.domain.intake;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.RequestHeaders;

/** Answers preflights where cross-origin calls are configured; stops those of pages that may not call. */
public final class HandlePreflight implements RequestStage {

    private static final int NO_CONTENT = 204;

    @Override
    public Decision decide(RequestState state) {
        CorsPolicy cors = state.snapshot().policy().cors();
        RequestHeaders headers = state.request().headers();
        String asking = cors == null ? null : headers.first("Origin");
        if (cors == null || asking == null) {
            return Decision.proceed(state);
        }
        boolean allowed = cors.allows(asking);
        if (state.trace().wanted()) {
            state.trace().note(cors.origin(), "origin " + asking + (allowed ? " may call" : " may not call"));
        }
        boolean preflight =
                state.request().method().equals("OPTIONS") && headers.first("Access-Control-Request-Method") != null;
        if (!preflight) {
            return Decision.proceed(state);
        }
        return allowed
                ? new Decision.Answer(NO_CONTENT, cors.preflightFor(asking))
                : Decision.reject(Refusal.of(Rejection.ORIGIN_NOT_ALLOWED).with("Vary", "Origin"));
    }
}
