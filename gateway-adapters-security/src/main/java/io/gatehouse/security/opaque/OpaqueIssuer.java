package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.security.waiting.WaitingCallers;

/** An issuer's settings with whoever knows its tokens. */
public final class OpaqueIssuer {

    /** How many tokens one issuer is asked for at a time, so that it is not overrun and takes no more than its share of others. */
    static final int MOST_ASKED = 32;

    /** How many questions of one tenant may wait for that; as a rule they are fewer, as callers of the same token share one. */
    private static final int MOST_WAITING = 1024;

    private final TokenIssuer.Opaque settings;
    private final OpaqueTokens tokens;
    private final WaitingCallers waiting;
    private final AskingTurns turns = new AskingTurns(MOST_ASKED, MOST_WAITING);

    private OpaqueIssuer(TokenIssuer.Opaque settings, OpaqueTokens tokens, WaitingCallers waiting) {
        this.settings = settings;
        this.tokens = tokens;
        this.waiting = waiting;
    }

    /** Settings, their source, and those who wait for it. */
    public static OpaqueIssuer of(TokenIssuer.Opaque settings, OpaqueSource source, WaitingCallers waiting) {
        return new OpaqueIssuer(settings, source.of(settings), waiting);
    }

    TokenIssuer.Opaque settings() {
        return settings;
    }

    OpaqueTokens tokens() {
        return tokens;
    }

    WaitingCallers waiting() {
        return waiting;
    }

    AskingTurns turns() {
        return turns;
    }
}
