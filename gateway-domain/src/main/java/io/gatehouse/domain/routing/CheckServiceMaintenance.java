package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.MaintenanceCheck;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;

/** Stops requests to a service that is under maintenance. */
public final class CheckServiceMaintenance implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        return MaintenanceCheck.decide(state, state.route().service().maintenance());
    }
}
