package io.gatehouse.domain.authorization;

import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * Settles the version, and finds the access rule of a call with a key; stops requests for a version that is not deployed
 * or not granted, and for an API that is not listed where only listed ones are granted.
 *
 * <p>Where no version is asked for, the newest that is both granted and deployed is meant; without a key the newest
 * deployed. Versions compare by number. A key may have hosts of its own for the version; its calls go there.
 */
public final class AuthorizeVersion implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        RouteMatch route = state.route();
        ApiKey key = state.caller().key();
        VersionNumber asked = route.askedVersion();
        ServiceVersion deployed = asked == null ? null : route.service().version(asked);
        if (asked != null && deployed == null) {
            return Decision.reject(Refusal.of(Rejection.VERSION_UNKNOWN));
        }
        if (key == null || state.caller().skips(SkippedCheck.ACL)) {
            ServiceVersion version = deployed == null ? route.service().newest() : deployed;
            return Decision.proceed(state.with(key == null ? version : key.deployment(version), null));
        }
        if (deployed != null) {
            return judge(state, key, deployed, key.acl().find(deployed.key()));
        }
        for (ServiceVersion version : route.service().versions()) {
            VersionAcl acl = key.acl().find(version.key());
            if (acl != null) {
                return judge(state, key, version, acl);
            }
        }
        return notGranted(state, key);
    }

    private static Decision judge(RequestState state, ApiKey key, ServiceVersion version, @Nullable VersionAcl acl) {
        if (acl == null) {
            return notGranted(state, key);
        }
        AccessRule rule = acl.find(state.request().method(), state.route().apiPath());
        note(state, key, acl, rule);
        return rule == null
                ? Decision.reject(Refusal.of(Rejection.API_NOT_GRANTED).decidedBy(acl.origin()))
                : Decision.proceed(state.with(key.deployment(version), rule));
    }

    private static Decision notGranted(RequestState state, ApiKey key) {
        if (state.trace().wanted()) {
            String bought = key.application().packageReference();
            state.trace()
                    .note(
                            key.application().origin(),
                            "neither the application nor " + bought + " grants this version of "
                                    + state.route().service().name());
        }
        return Decision.reject(Refusal.of(Rejection.SERVICE_NOT_GRANTED)
                .decidedBy(key.application().origin()));
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
