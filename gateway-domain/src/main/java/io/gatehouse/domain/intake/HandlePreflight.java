package io.gatehouse.domain.intake;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.RequestHeaders;
import org.jspecify.annotations.Nullable;

/** Answers preflights, or every OPTIONS, where cross-origin calls are configured; stops those of pages that may not call. */
public final class HandlePreflight implements RequestStage {

    private static final int NO_CONTENT = 204;

    @Override
    public Decision decide(RequestState state) {
        CorsPolicy cors = state.snapshot().policy().cors();
        RequestHeaders headers = state.request().headers();
        String asking = cors == null ? null : headers.first("Origin");
        if (cors != null && cors.answersOptions() && state.request().method().equals("OPTIONS")) {
            return any(cors, asking != null && cors.allows(asking) ? asking : cors.soleOrigin());
        }
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

    /** Says to whoever asks what pages may do; a browser finds out whether its page is one of those. */
    private static Decision any(CorsPolicy cors, @Nullable String origin) {
        return new Decision.Answer(NO_CONTENT, origin == null ? cors.preflight() : cors.preflightFor(origin));
    }
}
