package io.gatehouse.domain.throttle;

import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.tenancy.ApiKey;
import java.util.Map;

/**
 * Stops requests beyond the limit of their caller.
 *
 * <p>The key's entry for the service decides, else its package's entry for it, else the gateway's; else the package's strategy for
 * public or for private APIs, else the gateway's. An API is public where its access rule demands no user.
 */
public final class ThrottleCaller implements RequestStage {

    private final RateLimiter rateLimiter;

    public ThrottleCaller(ThrottlingServices services) {
        this.rateLimiter = new RateLimiter(services, state -> state.caller().tenant());
    }

    @Override
    public Decision decide(RequestState state) {
        Quotas quotas = state.snapshot().policy().quotas();
        ApiKey key = state.caller().key();
        AccessRule rule = state.rule();
        RouteMatch route = state.route();
        return rateLimiter.pass(
                state,
                quotas.find(
                        key == null ? Map.of() : key.quotas(),
                        key == null ? Quotas.NONE : key.packageQuotas(),
                        route.service().name(),
                        route.path().matched(),
                        route.apiFrom(),
                        rule != null && rule.demandsUser()));
    }
}
