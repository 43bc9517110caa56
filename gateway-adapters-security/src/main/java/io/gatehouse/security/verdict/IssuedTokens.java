package io.gatehouse.security.verdict;

import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verification;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens of one issuer. Never blocks; safe for concurrent use. */
public interface IssuedTokens {

    /** The verdict on a token of which no good one is remembered, if it is plain to see, else null. */
    default @Nullable TokenVerdict atOnce(String token) {
        return null;
    }

    /**
     * Begins to find out the verdict.
     *
     * @param tenant whose share of what may wait it takes; empty for callers without a key
     */
    Verification verify(String tenant, String token);
}
