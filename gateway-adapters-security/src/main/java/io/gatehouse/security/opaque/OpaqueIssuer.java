package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenIssuer;
import java.util.concurrent.Semaphore;

/**
 * An issuer's settings with whoever knows its tokens.
 *
 * @param settings the settings
 * @param tokens who is asked
 * @param places how many tokens may be asked for at a time, so that a slow provider does not take all threads
 */
public record OpaqueIssuer(TokenIssuer.Opaque settings, OpaqueTokens tokens, Semaphore places) {

    private static final int MOST_ASKED = 32;

    /** Settings and their source. */
    public static OpaqueIssuer of(TokenIssuer.Opaque settings, OpaqueSource source) {
        return new OpaqueIssuer(settings, source.of(settings), new Semaphore(MOST_ASKED));
    }
}
