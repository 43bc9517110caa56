package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CanonicalPath;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.RouteMatch;

/** Stops requests that lead to no service, or whose path the service does not accept in this spelling. */
public final class FindService implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        CanonicalRequest request = state.request();
        CanonicalPath path = request.path();
        RouteMatch match = state.snapshot().services().find(path, request.host());
        if (match == null) {
            return Decision.reject(Refusal.of(Rejection.SERVICE_UNKNOWN));
        }
        if (state.trace().wanted()) {
            state.trace()
                    .note(
                            match.origin(),
                            match.service().name() + " by " + match.label() + ", API path " + match.apiPath());
        }
        Forwarding forwarding = match.service().forwarding();
        if (path.encodedSlash() && !forwarding.passEncodedSlash()) {
            return Decision.reject(
                    Refusal.of(Rejection.AMBIGUOUS_PATH, "the path holds an encoded slash or percent sign"));
        }
        if (path.parameters() && !forwarding.passParameters()) {
            return Decision.reject(Refusal.of(Rejection.AMBIGUOUS_PATH, "the path holds a semicolon"));
        }
        return Decision.proceed(state.with(match));
    }
}
