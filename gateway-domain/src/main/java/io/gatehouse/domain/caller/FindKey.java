package io.gatehouse.domain.caller;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.time.GatewayClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tenant, the application and the package by the key; stops requests with a key that is not good, also where
 * none is required, and requests with more than one key.
 *
 * <p>A caller whose key is known already, as an explanation assumes it, is judged by that key.
 */
public final class FindKey implements RequestStage {

    private final String environment;
    private final GatewayClock clock;

    /** Accepts keys that are valid in this environment. */
    public FindKey(String environment, GatewayClock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Decision decide(RequestState state) {
        ApiKey assumed = state.caller().key();
        if (assumed != null) {
            return judge(state, assumed);
        }
        List<String> presented = state.request().credentials().keys();
        if (presented.isEmpty()) {
            return Decision.proceed(state);
        }
        if (presented.size() > 1) {
            return Decision.reject(Refusal.of(Rejection.KEY_UNKNOWN, "more than one key is presented"));
        }
        return judge(state, state.snapshot().keys().find(presented.get(0)));
    }

    private Decision judge(RequestState state, @Nullable ApiKey key) {
        Rejection flaw = flaw(key);
        if (state.trace().wanted()) {
            String name = key == null ? "no key has this text" : "the key is " + key.id();
            state.trace().note(key == null ? null : key.origin(), name + (flaw == null ? "" : ", " + flaw.code()));
        }
        if (key == null) {
            return Decision.reject(Refusal.of(Rejection.KEY_UNKNOWN));
        }
        RequestState known = state.with(state.caller().with(key));
        return flaw == null
                ? Decision.proceed(known)
                : Decision.reject(Refusal.of(flaw).decidedBy(key.origin()), known);
    }

    private @Nullable Rejection flaw(@Nullable ApiKey key) {
        if (key == null) {
            return Rejection.KEY_UNKNOWN;
        }
        if (key.revoked()) {
            return Rejection.KEY_REVOKED;
        }
        if (key.expiresMillis() != null && key.isExpired(clock.epochMillis())) {
            return Rejection.KEY_EXPIRED;
        }
        return key.isFor(environment) ? null : Rejection.KEY_WRONG_ENVIRONMENT;
    }
}
