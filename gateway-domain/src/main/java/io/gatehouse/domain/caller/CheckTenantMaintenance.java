package io.gatehouse.domain.caller;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.MaintenanceCheck;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.tenancy.ApiKey;

/** Stops requests of a tenant that is under maintenance. */
public final class CheckTenantMaintenance implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        ApiKey key = state.caller().key();
        return MaintenanceCheck.decide(state, key == null ? null : key.maintenance());
    }
}
