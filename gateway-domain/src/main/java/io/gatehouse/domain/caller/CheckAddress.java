package io.gatehouse.domain.caller;

import io.gatehouse.domain.address.AddressRule;
import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.ApiKey;
import java.net.InetAddress;

/** Stops requests from addresses that the key may not be used from. */
public final class CheckAddress implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        ApiKey key = state.caller().key();
        AddressRule rule = key == null ? null : key.addresses();
        if (rule == null || state.caller().skips(SkippedCheck.ADDRESSES)) {
            return Decision.proceed(state);
        }
        InetAddress client = state.exchange().client();
        boolean admitted = rule.admits(client);
        if (state.trace().wanted()) {
            String verdict = admitted ? " is allowed for the key" : " is not allowed for the key";
            state.trace().note(rule.origin(), AddressText.of(client) + verdict);
        }
        return admitted
                ? Decision.proceed(state)
                : Decision.refuse(
                        state,
                        ObservedCheck.ADDRESSES,
                        Refusal.of(Rejection.ADDRESS_NOT_ALLOWED).decidedBy(rule.origin()));
    }
}
