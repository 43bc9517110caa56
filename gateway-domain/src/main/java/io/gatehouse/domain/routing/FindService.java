package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CanonicalPath;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.RouteMatch;
import java.util.Map;

/**
 * Stops requests that lead to no service, or whose path the service does not accept in this spelling.
 *
 * <p>Answers those whose route redirects: what follows the route is appended, the query kept. The host that a caller is
 * sent to is always the one of the configuration: what is appended is canonical and begins with one slash, and what is
 * configured has neither query nor fragment. Keys and tokens of the query are not repeated.
 */
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
        RequestState found = state.with(match);
        Route route = match.route();
        if (route == null) {
            return match.service().onlyRedirects()
                    ? Decision.reject(Refusal.of(Rejection.SERVICE_UNKNOWN)
                            .decidedBy(match.service().origin()))
                    : Decision.proceed(found);
        }
        if (state.trace().wanted() && route.rewrite() != null) {
            state.trace().note(route.origin(), "rewrite to " + match.forwardPath());
        }
        return route.redirect() == null ? Decision.proceed(found) : redirect(found, route, route.redirect());
    }

    private static Decision redirect(RequestState state, Route route, Route.Redirect redirect) {
        String query = state.request().query();
        String to = redirect.followedBy(state.request().path().forwardedRest(route.depth()))
                + (query == null ? "" : "?" + query);
        if (state.trace().wanted()) {
            state.trace().note(route.origin(), "redirect with " + redirect.status() + " to " + to);
        }
        return new Decision.Answer(redirect.status(), Map.of("Location", to), state);
    }
}
