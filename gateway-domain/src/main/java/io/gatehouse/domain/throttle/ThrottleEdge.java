package io.gatehouse.domain.throttle;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.quota.Metering;

/** Stops requests beyond the limit that holds before anybody is identified: whoever is counted, it is by address. */
public final class ThrottleEdge implements RequestStage {

    private final Turnstile turnstile;

    public ThrottleEdge(Metering metering) {
        this.turnstile = new Turnstile(metering);
    }

    @Override
    public Decision decide(RequestState state) {
        return turnstile.pass(state, state.snapshot().policy().quotas().edge());
    }
}
