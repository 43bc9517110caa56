package io.gatehouse.domain.intake;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.MaintenanceCheck;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;

/** Stops every request while the gateway is under maintenance. */
public final class CheckGatewayMaintenance implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        return MaintenanceCheck.decide(state, state.snapshot().policy().maintenance());
    }
}
