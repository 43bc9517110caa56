package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenVerdict;

/**
 * What whoever issued a token says of it.
 *
 * @param verdict the verdict
 * @param endsAtMillis when the token ends, in milliseconds since 1970; {@link Long#MAX_VALUE} if nothing was said
 */
public record OpaqueTokenResult(TokenVerdict verdict, long endsAtMillis) {

    /** A refusal. */
    public static OpaqueTokenResult bad(TokenVerdict.Bad reason) {
        return new OpaqueTokenResult(reason, Long.MAX_VALUE);
    }

    /** No answer. */
    public static OpaqueTokenResult unknown(String reason) {
        return new OpaqueTokenResult(new TokenVerdict.Unknown(reason), Long.MAX_VALUE);
    }
}
