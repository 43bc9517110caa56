package io.gatehouse.domain.authorization;

import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.GrantedPackages;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.SourceRules;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settles version and access rule for users who may have packages of their own; stops what neither these nor, for users without any, the
 * application is granted.
 *
 * <p>Source of the rule: SOAJS, where the packages of a user's groups take the place of the application's rules and of its package, unless
 * none of them is there.
 */
public final class AuthorizeUser implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        ApiKey key = state.caller().key();
        if (key == null || state.caller().skips(SkippedCheck.ACL) || !mayHavePackages(state, key)) {
            return Decision.proceed(state);
        }
        boolean counts = !state.caller().skips(SkippedCheck.TOKEN) && admitsUsers(state, state.version());
        List<String> own = counts ? packages(state, key) : null;
        GrantedPackages granted = own == null
                ? null
                : state.snapshot().packages().together(key.application().product(), own);
        return granted == null || granted.packages().isEmpty()
                ? AuthorizeVersion.byApplication(state)
                : byPackages(state, key, granted, own);
    }

    /** Whether somebody is or may become known for whom other packages count than the application's. */
    static boolean mayHavePackages(RequestState state, ApiKey key) {
        return key.issuer() != null
                && key.issuer().knowsPackages()
                && (state.caller().user() != null
                        || !state.request().credentials().tokens().isEmpty());
    }

    /** Whether the source of the registry has callers of the version log in. */
    static boolean admitsUsers(RequestState state, ServiceVersion version) {
        return !(state.snapshot().details() instanceof SourceRules rules) || rules.admitsUsers(version.key());
    }

    private static @Nullable List<String> packages(RequestState state, ApiKey key) {
        User user = state.caller().user();
        List<String> all = user == null || user.record() == null
                ? null
                : user.record().packages().get(key.application().product());
        return all != null && state.snapshot().details() instanceof SourceRules rules
                ? rules.countingPackages(key, all)
                : all;
    }

    private static Decision byPackages(
            RequestState state, ApiKey key, GrantedPackages granted, @Nullable List<String> names) {
        VersionNumber asked = state.route().askedVersion();
        ServiceVersion version = asked == null
                ? state.route().service().newestOf(granted::grants)
                : state.route().service().version(asked);
        if (version == null || !granted.grants(version.key())) {
            return refuse(state, key, names, Rejection.SERVICE_NOT_GRANTED);
        }
        AccessRule rule = granted.find(
                version.key(), state.request().method(), state.route().apiPath());
        if (rule == null) {
            return refuse(state, key, names, Rejection.API_NOT_GRANTED);
        }
        if (state.trace().wanted()) {
            state.trace().note(rule.origin(), "the user's packages " + names + " grant it");
        }
        return Decision.proceed(state.with(key.deployment(version), rule));
    }

    private static Decision refuse(RequestState state, ApiKey key, @Nullable List<String> names, Rejection why) {
        if (state.trace().wanted()) {
            state.trace().note(key.application().origin(), "the user's packages " + names + " do not grant it");
        }
        return Decision.reject(Refusal.of(why).decidedBy(key.application().origin()));
    }
}
