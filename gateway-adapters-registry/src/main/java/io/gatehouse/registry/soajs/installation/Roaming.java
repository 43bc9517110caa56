package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls by which another gateway asks who somebody is here: they are answered instead of forwarded, if they come from an address that may ask. */
record Roaming(InstallationFacts facts) {

    static final String HEADER = "soajsroaming";

    private static final String DONE = "{\"result\":true,\"data\":true}";

    /** Answers with what a service would have been told; null for nothing. */
    Decision decide(RequestState state, @Nullable String injected) {
        Object addresses = facts.custom(
                "oauth", "roaming", "services", state.route().service().name(), "whitelistips");
        if (!(addresses instanceof List<?> list)
                || !list.contains(state.exchange().client().getHostAddress())) {
            return Decision.reject(Refusal.of(Rejection.ROAMING_NOT_ALLOWED));
        }
        Map<String, String> headers =
                new HashMap<>(Map.of("Content-Type", "application/json", "Cache-Control", "no-store"));
        if (injected != null) {
            headers.put("soajsinjectobj", injected);
        }
        return new Decision.Answer(200, headers, DONE, null);
    }
}
