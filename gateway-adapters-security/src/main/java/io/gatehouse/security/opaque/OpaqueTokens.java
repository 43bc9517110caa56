package io.gatehouse.security.opaque;

import java.util.concurrent.CompletionStage;

/**
 * Whoever knows the opaque tokens of one issuer.
 *
 * <p>Does not block; answers within a deadline of its own, on any thread. What it cannot find out is {@link
 * io.gatehouse.domain.identity.TokenVerdict.Unknown}, never bad. Safe for concurrent use.
 */
@FunctionalInterface
public interface OpaqueTokens {

    /** What is known of a token at this moment. */
    CompletionStage<OpaqueTokenResult> ask(String token);
}
