package io.gatehouse.domain.throttle;

import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.quota.ThrottlingServices;

/** Stops requests beyond the limit that holds before anybody is identified: everybody is counted by address. */
public final class ThrottleEdge implements RequestStage {

    private final RateLimiter rateLimiter;

    public ThrottleEdge(ThrottlingServices services) {
        this.rateLimiter = new RateLimiter(services, state -> share(state, services.ipv6Prefix()));
    }

    /** An address has one of its own: if all were one here, few could keep every tenant out. No tenant's name has a blank. */
    private static String share(RequestState state, int ipv6Prefix) {
        return "address " + MaskedAddress.of(state.exchange().client(), ipv6Prefix);
    }

    @Override
    public Decision decide(RequestState state) {
        return rateLimiter.pass(state, state.snapshot().policy().quotas().edge());
    }
}
