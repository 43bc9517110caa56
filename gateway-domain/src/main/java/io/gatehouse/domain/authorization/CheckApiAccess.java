package io.gatehouse.domain.authorization;

import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Rejection;

/**
 * Stops requests without a user to an API that is for users, and users in none of the groups that it is for.
 *
 * <p>A trusted client that may skip the token passes for any user, never for a member of a group.
 */
public final class CheckApiAccess implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        AccessRule rule = state.rule();
        if (rule == null || state.caller().skips(SkippedCheck.ACL) || !rule.demandsUser()) {
            return Decision.proceed(state);
        }
        User user = state.caller().user();
        if (user == null) {
            boolean enough =
                    rule.api() instanceof Access.AnyUser && state.caller().skips(SkippedCheck.TOKEN);
            return enough
                    ? Decision.proceed(state)
                    : CheckServiceAccess.refuse(state, rule, Rejection.API_LOGIN_REQUIRED);
        }
        return rule.api() instanceof Access.MemberOf members && !user.inAnyOf(members.groups())
                ? CheckServiceAccess.refuse(state, rule, Rejection.API_GROUP_REQUIRED)
                : Decision.proceed(state);
    }
}
