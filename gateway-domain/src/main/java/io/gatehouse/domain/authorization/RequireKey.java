package io.gatehouse.domain.authorization;

import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;

/** Stops requests without a key to a version that requires one. */
public final class RequireKey implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        boolean missing =
                state.caller().key() == null && state.version().demands().keyAlways();
        if (state.trace().wanted() && state.version().demands().key()) {
            state.trace().note(state.version().origin(), missing ? "a key is required" : "a key is required or enough");
        }
        return missing
                ? Decision.refuse(
                        state,
                        ObservedCheck.REQUIRES,
                        Refusal.of(Rejection.KEY_MISSING)
                                .with("WWW-Authenticate", "ApiKey")
                                .decidedBy(state.version().origin()))
                : Decision.proceed(state);
    }
}
