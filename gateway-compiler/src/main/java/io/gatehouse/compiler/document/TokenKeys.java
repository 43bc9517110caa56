package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Secret;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule that token settings are complete, and that no algorithm can be used with the wrong kind of key. */
final class TokenKeys {

    private TokenKeys() {}

    static void check(
            TokenType type,
            Set<TokenAlgorithm> algorithms,
            @Nullable Secret secret,
            @Nullable KeySetLocation jwks,
            @Nullable PublicKeyPem publicKey,
            @Nullable OpaqueTokenDocument opaque) {
        int sources = (secret == null ? 0 : 1) + (jwks == null ? 0 : 1) + (publicKey == null ? 0 : 1);
        if (type == TokenType.OPAQUE) {
            demand(opaque != null, "opaque settings, as type is opaque");
            demand(
                    sources == 0 && algorithms.isEmpty(),
                    "no algorithms, secret, jwks or public-key, as type is opaque");
            return;
        }
        demand(opaque == null, "no opaque settings, as type is jwt");
        demand(!algorithms.isEmpty(), "algorithms: the signature algorithms that are accepted, such as [RS256]");
        demand(sources == 1, "exactly one of secret, jwks and public-key");
        for (TokenAlgorithm algorithm : algorithms) {
            demand(
                    algorithm.isShared() == (secret != null),
                    "HS algorithms with secret, all others with jwks or public-key");
            boolean longEnough = secret == null || secret.bytes().length >= algorithm.secretBytes();
            demand(longEnough, "a secret of at least " + algorithm.secretBytes() + " bytes for " + algorithm);
            boolean fits = publicKey == null || PublicKeyUse.of(publicKey.key()).contains(algorithm);
            demand(fits, "algorithms that fit the public-key, as " + algorithm + " does not");
        }
    }

    private static void demand(boolean holds, String expected) {
        if (!holds) {
            throw new MalformedValue(expected);
        }
    }
}
