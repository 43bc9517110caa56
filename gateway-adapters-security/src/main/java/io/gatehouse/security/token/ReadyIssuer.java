package io.gatehouse.security.token;

import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.security.jwt.SignedIssuer;
import io.gatehouse.security.jwt.SignedTokens;
import io.gatehouse.security.opaque.CachedTokens;
import io.gatehouse.security.opaque.OpaqueIssuer;
import org.jspecify.annotations.Nullable;

/** An issuer that tokens can be verified for. */
sealed interface ReadyIssuer {

    /** The verdict on a token of which no good one is remembered, if it is plain to see, else null. */
    @Nullable
    TokenVerdict atOnce(String token);

    Verification verify(String tenant, String token);

    /** One whose tokens are signed. */
    record Signed(SignedTokens tokens, SignedIssuer issuer) implements ReadyIssuer {

        @Override
        public @Nullable TokenVerdict atOnce(String token) {
            return null;
        }

        @Override
        public Verification verify(String tenant, String token) {
            return tokens.verify(issuer, tenant, token);
        }
    }

    /** One whose tokens are opaque. */
    record Opaque(CachedTokens tokens, OpaqueIssuer issuer) implements ReadyIssuer {

        @Override
        public @Nullable TokenVerdict atOnce(String token) {
            return tokens.atOnce(issuer, token);
        }

        @Override
        public Verification verify(String tenant, String token) {
            return tokens.verify(issuer, tenant, token);
        }
    }
}
