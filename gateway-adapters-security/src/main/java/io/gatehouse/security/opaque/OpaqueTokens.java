package io.gatehouse.security.opaque;

/**
 * Whoever knows the opaque tokens of one issuer.
 *
 * <p>Blocks, but no longer than a deadline of its own; never throws: what it cannot find out is {@link
 * io.gatehouse.domain.identity.TokenVerdict.Unknown}, never bad. Safe for concurrent use.
 */
@FunctionalInterface
public interface OpaqueTokens {

    /** What is known of a token at this moment. */
    OpaqueAnswer ask(String token);
}
