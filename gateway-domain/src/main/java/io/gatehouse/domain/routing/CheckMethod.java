package io.gatehouse.domain.routing;

import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Service;
import java.util.TreeSet;

/** Stops methods that the service does not allow. */
public final class CheckMethod implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        Service service = state.route().service();
        if (service.allows(state.request().method())) {
            return Decision.proceed(state);
        }
        String allowed = String.join(", ", new TreeSet<>(service.methods()));
        return Decision.refuse(
                state,
                ObservedCheck.METHODS,
                Refusal.of(Rejection.METHOD_NOT_ALLOWED).with("Allow", allowed));
    }
}
