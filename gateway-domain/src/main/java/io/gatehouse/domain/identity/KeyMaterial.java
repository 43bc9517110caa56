package io.gatehouse.domain.identity;

import io.gatehouse.configuration.Secret;
import java.security.PublicKey;

/** What the signatures of an issuer's tokens are checked with. */
public sealed interface KeyMaterial {

    /** A secret that the issuer and the gateway share. */
    record Shared(Secret secret) implements KeyMaterial {}

    /** One public key. */
    record Public(PublicKey key) implements KeyMaterial {}

    /**
     * A JWK set that may change.
     *
     * @param location a URL with http or https, or the name of a file
     * @param isFile which of both
     */
    record KeySet(String location, boolean isFile) implements KeyMaterial {}
}
