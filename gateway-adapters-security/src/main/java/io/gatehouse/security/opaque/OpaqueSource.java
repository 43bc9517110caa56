package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenIssuer;

/** Finds out who knows an issuer's tokens: its introspection endpoint, or a store. */
@FunctionalInterface
public interface OpaqueSource {

    /** Who is asked for tokens of this issuer; called once for its settings. */
    OpaqueTokens of(TokenIssuer.Opaque issuer);
}
