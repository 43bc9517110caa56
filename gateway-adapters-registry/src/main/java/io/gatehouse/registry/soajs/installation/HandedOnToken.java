package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.pipeline.RequestState;
import java.util.List;
import java.util.function.BiConsumer;

/** The token of a call, which services send along where they call on. */
final class HandedOnToken {

    private HandedOnToken() {}

    static void passHeaders(RequestState state, BiConsumer<String, String> headers) {
        List<String> tokens = state.request().credentials().tokens();
        if (tokens.size() == 1 && isPrintable(tokens.get(0))) {
            headers.accept("access_token", tokens.get(0));
        }
    }

    /** Whether it can stand in a header. */
    static boolean isPrintable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
