package io.gatehouse.domain.authorization;

import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;

/**
 * Stops users who are in none of the groups that the service is for, and, where the API says nothing else, requests
 * without a user to a service that is for users.
 *
 * <p>Source of the rule: SOAJS, where a user outside the service's groups is refused also on an API that is public.
 */
public final class CheckServiceAccess implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        AccessRule rule = state.rule();
        if (rule == null || state.caller().skips(SkippedCheck.ACL) || rule.service() instanceof Access.Everybody) {
            return Decision.proceed(state);
        }
        User user = state.caller().user();
        if (user == null) {
            boolean enough =
                    rule.service() instanceof Access.AnyUser && state.caller().skips(SkippedCheck.TOKEN);
            return rule.stated() || enough
                    ? Decision.proceed(state)
                    : refuse(state, rule, Rejection.SERVICE_LOGIN_REQUIRED);
        }
        return rule.service() instanceof Access.MemberOf members && !user.inAnyOf(members.groups())
                ? refuse(state, rule, Rejection.SERVICE_GROUP_REQUIRED)
                : Decision.proceed(state);
    }

    /** Refuses by a rule; a caller who could sign in is told to. */
    static Decision refuse(RequestState state, AccessRule rule, Rejection rejection) {
        if (state.trace().wanted()) {
            state.trace().note(rule.origin(), rejection.safeMessage());
        }
        Refusal refusal = Refusal.of(rejection);
        return Decision.refuse(
                state,
                ObservedCheck.ACL,
                rejection.status() == 401 ? refusal.with("WWW-Authenticate", "Bearer") : refusal);
    }
}
