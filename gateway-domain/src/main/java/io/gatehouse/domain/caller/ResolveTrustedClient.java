package io.gatehouse.domain.caller;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.policy.TrustedClients;
import java.util.Set;
import java.util.TreeSet;

/** Finds out which checks the client may skip by its address; stops nothing. */
public final class ResolveTrustedClient implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        TrustedClients trusted = state.snapshot().policy().trusted();
        Set<SkippedCheck> skips =
                trusted == null ? Set.of() : trusted.skippedBy(state.exchange().client());
        if (trusted == null || skips.isEmpty()) {
            return Decision.proceed(state);
        }
        if (state.trace().wanted()) {
            state.trace().note(trusted.origin(), "a trusted client, which skips " + new TreeSet<>(skips));
        }
        return Decision.proceed(state.with(state.caller().skipping(skips)));
    }
}
