package io.gatehouse.domain.identity;

import io.gatehouse.domain.Port;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a token is good, and whose it is.
 *
 * <p>Every failure is a verdict, never an exception. A verdict reached with one issuer's settings is never given for
 * another's. What waits for an issuer is bounded for each issuer and each tenant, in number and in time, so that nobody
 * waits for somebody else's issuer. Neither method blocks, and both are fit for an I/O thread. Safe for concurrent use.
 */
@Port
public interface TokenVerifier {

    /** Can verify no token, and says so. */
    TokenVerifier NONE = new TokenVerifier() {
        @Override
        public TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
            return new TokenVerdict.Unknown("nothing here can verify tokens");
        }

        @Override
        public Verification verify(TokenIssuer issuer, String tenant, String token) {
            return new Verification.Reached(verifyAtOnce(issuer, token));
        }
    };

    /** The verdict if it is remembered or plain to see, else null. */
    @Nullable
    TokenVerdict verifyAtOnce(TokenIssuer issuer, String token);

    /**
     * Begins to find out the verdict.
     *
     * @param tenant whose share of what may wait it takes; empty for callers without a key
     */
    Verification verify(TokenIssuer issuer, String tenant, String token);
}
