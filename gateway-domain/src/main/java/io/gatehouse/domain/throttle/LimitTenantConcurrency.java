package io.gatehouse.domain.throttle;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.Permit;
import io.gatehouse.domain.quota.Strategy.Subject;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.ApiKey;

/**
 * Stops requests of a tenant that has its share of the gateway's requests in flight already, so that nobody takes it all.
 *
 * <p>Source of the rule: {@code limits.max-in-flight-per-tenant}. Callers without a key are one tenant together.
 */
public final class LimitTenantConcurrency implements RequestStage {

    private static final String COUNTERS = "in-flight";

    private final ThrottlingServices services;

    public LimitTenantConcurrency(ThrottlingServices services) {
        this.services = services;
    }

    @Override
    public Decision decide(RequestState state) {
        if (services.placesOfTenant() == Long.MAX_VALUE) {
            return Decision.proceed(state);
        }
        ApiKey key = state.caller().key();
        CounterKey counter = key == null
                ? new CounterKey(COUNTERS, "", null)
                : RateLimiter.counter(COUNTERS, Subject.TENANT, state.caller(), key);
        Permit place = services.underWay().enter(counter, services.placesOfTenant());
        if (place == null) {
            if (state.trace().wanted()) {
                String tenant = state.caller().tenant();
                String whose = tenant.isEmpty() ? "callers without a key" : tenant;
                state.trace().note(null, services.placesOfTenant() + " requests of " + whose + " are in flight");
            }
            return Decision.reject(Refusal.of(Rejection.TENANT_AT_LIMIT).with("Retry-After", "1"));
        }
        state.permits().hold(place);
        return Decision.proceed(state);
    }
}
