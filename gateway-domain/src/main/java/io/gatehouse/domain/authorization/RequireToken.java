package io.gatehouse.domain.authorization;

import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Requirements;

/** Stops requests without a user to a version that requires a token, or a key or a token and got neither. */
public final class RequireToken implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        Requirements demands = state.version().demands();
        boolean user = state.caller().user() != null || state.caller().skips(SkippedCheck.TOKEN);
        if (user || !demands.token()) {
            return Decision.proceed(state);
        }
        if (demands.tokenAlways()) {
            return refuse(state, Rejection.TOKEN_MISSING);
        }
        return state.caller().key() == null ? refuse(state, Rejection.CREDENTIALS_MISSING) : Decision.proceed(state);
    }

    private static Decision refuse(RequestState state, Rejection rejection) {
        if (state.trace().wanted()) {
            state.trace().note(state.version().origin(), rejection.safeMessage());
        }
        return Decision.refuse(
                state,
                ObservedCheck.REQUIRES,
                Refusal.of(rejection)
                        .with("WWW-Authenticate", "Bearer")
                        .decidedBy(state.version().origin()));
    }
}
