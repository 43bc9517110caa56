package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenVerdict;
import java.util.concurrent.CompletionStage;

/**
 * Whoever knows the opaque tokens of one issuer.
 *
 * <p>Does not block; responds within a deadline of its own, on any thread. What it cannot find out is {@link
 * TokenVerdict.Unknown}, never bad. Safe for concurrent use.
 */
@FunctionalInterface
public interface OpaqueTokens {

    /** What is known of a token at this moment. */
    CompletionStage<OpaqueTokenResult> ask(String token);

    /**
     * What whoever issued a token says of it.
     *
     * @param endsAtMillis when the token ends, in milliseconds since 1970; {@link Long#MAX_VALUE} if nothing was said
     */
    record OpaqueTokenResult(TokenVerdict verdict, long endsAtMillis) {

        /** A refusal. */
        static OpaqueTokenResult bad(TokenVerdict.Bad reason) {
            return new OpaqueTokenResult(reason, Long.MAX_VALUE);
        }

        /** Nobody could say. */
        public static OpaqueTokenResult unknown(String reason) {
            return new OpaqueTokenResult(new TokenVerdict.Unknown(reason), Long.MAX_VALUE);
        }
    }
}
