package io.gatehouse.domain.authorization;

import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * Settles the version, and finds the access rule of a call with a key; stops requests for a version that is not deployed
 * or not granted, and for an API that is not listed where only listed ones are granted.
 *
 * <p>Where no version is asked for, the newest that is both granted and deployed is meant, or the one that a rollout
 * chooses; without a key every version counts as granted. Versions compare by number. A key may have hosts of its own for
 * the version; its calls go there. Where a rollout tells callers apart by user, a token is verified here already. Where users may have
 * packages of their own, {@link AuthorizeUser} decides once it is known who the user is.
 */
public final class AuthorizeVersion implements RequestStage {

    private final RequestStage verifyToken;

    /** Has this stage find the user where the version depends on it. */
    public AuthorizeVersion(RequestStage verifyToken) {
        this.verifyToken = verifyToken;
    }

    @Override
    public Decision decide(RequestState state) {
        return state.caller().user() == null && VersionChoice.needsUser(state)
                ? withUser(verifyToken.decide(state))
                : settle(state);
    }

    /** Goes on when it is known who the user is, if there is one. */
    private static Decision withUser(Decision decision) {
        if (decision instanceof Decision.Continue known) {
            return settle(known.state());
        }
        if (decision instanceof Decision.Offload offload) {
            return new Decision.Offload(
                    offload.kind(),
                    offload.share(),
                    () -> withUser(offload.work().get()));
        }
        return decision instanceof Decision.Await await
                ? new Decision.Await(await.result().thenApply(AuthorizeVersion::withUser))
                : decision;
    }

    private static Decision settle(RequestState state) {
        ApiKey key = state.caller().key();
        return key != null && !state.caller().skips(SkippedCheck.ACL) && AuthorizeUser.mayHavePackages(state, key)
                ? leaveToUser(state, key)
                : byApplication(state);
    }

    /** The user's packages decide, who is not known yet; until then the version counts that the application would get. */
    private static Decision leaveToUser(RequestState state, ApiKey key) {
        Service service = state.route().service();
        VersionNumber asked = state.route().askedVersion();
        ServiceVersion version = asked == null ? VersionChoice.of(state) : service.version(asked);
        if (asked != null && version == null) {
            return Decision.reject(Refusal.of(Rejection.VERSION_UNKNOWN));
        }
        return Decision.proceed(state.with(key.deployment(version == null ? service.newest() : version), null));
    }

    /** By what the application is granted. */
    static Decision byApplication(RequestState state) {
        RouteMatch route = state.route();
        ApiKey key = state.caller().key();
        VersionNumber asked = route.askedVersion();
        ServiceVersion version =
                asked == null ? VersionChoice.of(state) : route.service().version(asked);
        if (asked != null && version == null) {
            return Decision.reject(Refusal.of(Rejection.VERSION_UNKNOWN));
        }
        if (key == null || state.caller().skips(SkippedCheck.ACL)) {
            ServiceVersion settled = meant(state, version);
            return Decision.proceed(state.with(key == null ? settled : key.deployment(settled), null));
        }
        return version == null
                ? notGranted(state, key, null)
                : judge(state, key, version, key.acl().find(version.key()));
    }

    private static Decision judge(RequestState state, ApiKey key, ServiceVersion version, @Nullable VersionAcl acl) {
        if (acl == null) {
            return notGranted(state, key, version);
        }
        RouteMatch route = state.route();
        AccessRule rule = acl.find(state.request().method(), route.path().matched(), route.apiFrom());
        note(state, key, acl, rule);
        return rule == null
                ? refuse(
                        state,
                        key,
                        version,
                        Refusal.of(Rejection.API_NOT_GRANTED).decidedBy(acl.origin()))
                : Decision.proceed(state.with(key.deployment(version), rule));
    }

    private static Decision notGranted(RequestState state, ApiKey key, @Nullable ServiceVersion version) {
        if (state.trace().wanted()) {
            String bought = key.application().packageReference();
            state.trace()
                    .note(
                            key.application().origin(),
                            "neither the application nor " + bought + " grants this version of "
                                    + state.route().service().name());
        }
        Refusal refusal = asksForUser(state, key, meant(state, version))
                ? Refusal.of(Rejection.TOKEN_MISSING).with("WWW-Authenticate", "Bearer")
                : Refusal.of(Rejection.SERVICE_NOT_GRANTED);
        return refuse(state, key, version, refusal.decidedBy(key.application().origin()));
    }

    /** Where grants are only observed the call goes on under no rule, to the version that it would have gone to. */
    private static Decision refuse(RequestState state, ApiKey key, @Nullable ServiceVersion version, Refusal refusal) {
        Decision decision = Decision.refuse(state, ObservedCheck.ACL, refusal);
        return decision instanceof Decision.Continue
                ? Decision.proceed(state.with(key.deployment(meant(state, version)), null))
                : decision;
    }

    private static ServiceVersion meant(RequestState state, @Nullable ServiceVersion settled) {
        return settled == null ? state.route().service().newest() : settled;
    }

    /** Whether a user could have a package that grants what the application is not granted at all. */
    private static boolean asksForUser(RequestState state, ApiKey key, ServiceVersion version) {
        return state.caller().user() == null
                && AuthorizeUser.admitsUsers(state, version)
                && key.issuer() != null
                && key.issuer().knowsPackages()
                && state.request().credentials().tokens().isEmpty()
                && !key.acl().names(state.route().service().name());
    }

    private static void note(RequestState state, ApiKey key, VersionAcl acl, @Nullable AccessRule rule) {
        if (state.trace().wanted()) {
            String call = state.request().method() + " " + state.route().apiPath();
            state.trace()
                    .note(
                            rule == null ? acl.origin() : rule.origin(),
                            key.application().packageReference()
                                    + (rule == null ? " does not list " : " grants ")
                                    + call);
        }
    }
}
