package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.SourceRules;

/** Stops, answers or leads elsewhere what the registry's source has rules of its own for; nothing with most sources. */
public final class ApplySourceRules implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        return state.snapshot().details() instanceof SourceRules rules ? rules.decide(state) : Decision.proceed(state);
    }
}
