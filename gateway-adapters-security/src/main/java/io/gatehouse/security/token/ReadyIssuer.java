package io.gatehouse.security.token;

import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.security.jwt.SignedIssuer;
import io.gatehouse.security.jwt.SignedTokens;
import io.gatehouse.security.opaque.CachedTokens;
import io.gatehouse.security.opaque.OpaqueIssuer;
import org.jspecify.annotations.Nullable;

/** An issuer that tokens can be verified for. */
sealed interface ReadyIssuer {

    @Nullable
    TokenVerdict atOnce(String token);

    TokenVerdict waiting(String token);

    /** One whose tokens are signed. */
    record Signed(SignedTokens tokens, SignedIssuer issuer) implements ReadyIssuer {

        @Override
        public @Nullable TokenVerdict atOnce(String token) {
            return tokens.atOnce(issuer, token);
        }

        @Override
        public TokenVerdict waiting(String token) {
            return tokens.waiting(issuer, token);
        }
    }

    /** One whose tokens are opaque. */
    record Opaque(CachedTokens tokens, OpaqueIssuer issuer) implements ReadyIssuer {

        @Override
        public @Nullable TokenVerdict atOnce(String token) {
            return tokens.atOnce(issuer, token);
        }

        @Override
        public TokenVerdict waiting(String token) {
            return tokens.waiting(issuer, token);
        }
    }
}
