package io.gatehouse.domain.intake;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.net.InetAddress;

/** Stops requests from banned addresses. */
public final class BanAddresses implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        InetAddress client = state.exchange().client();
        Origin banned = state.snapshot().policy().banned().find(client);
        if (state.trace().wanted()) {
            String verdict = banned == null ? " is not banned" : " is banned";
            state.trace().note(banned, AddressText.of(client) + verdict);
        }
        return banned == null
                ? Decision.proceed(state)
                : Decision.refuse(
                        state,
                        ObservedCheck.IP_BAN,
                        Refusal.of(Rejection.ADDRESS_BANNED).decidedBy(banned));
    }
}
