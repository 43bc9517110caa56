package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;

/** Stops requests for a version that is not deployed; where none is asked for, the newest is meant. */
public final class SettleVersion implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        RouteMatch route = state.route();
        VersionNumber asked = route.askedVersion();
        ServiceVersion version =
                asked == null ? route.service().newest() : route.service().version(asked);
        return version == null
                ? Decision.reject(Refusal.of(Rejection.VERSION_UNKNOWN))
                : Decision.proceed(state.with(version));
    }
}
