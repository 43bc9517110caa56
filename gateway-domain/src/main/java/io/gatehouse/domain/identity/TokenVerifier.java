package io.gatehouse.domain.identity;

import io.gatehouse.domain.Port;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a token is good, and whose it is.
 *
 * <p>Every failure is a verdict, never an exception. A verdict reached with one issuer's settings is never given for
 * another's. Safe for concurrent use.
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
        public TokenVerdict verify(TokenIssuer issuer, String token) {
            return verifyAtOnce(issuer, token);
        }
    };

    /**
     * The verdict if it can be reached without waiting for anybody and without long computing, else null; never blocks,
     * and fit for an I/O thread.
     */
    @Nullable
    TokenVerdict verifyAtOnce(TokenIssuer issuer, String token);

    /** The verdict; may compute for milliseconds, and block for as long as the issuer's own deadline. */
    TokenVerdict verify(TokenIssuer issuer, String token);
}
