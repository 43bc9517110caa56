package io.gatehouse.domain.identity;

/** What was found out about a token. */
public sealed interface TokenVerdict {

    /** The token is good and this is its user. */
    record Good(User user) implements TokenVerdict {}

    /**
     * The token is not good.
     *
     * @param reason why, in words that the client may read; never a part of the token
     */
    record Bad(String reason) implements TokenVerdict {}

    /**
     * Nobody could say, because an identity provider or a store did not answer.
     *
     * @param reason why, for the log
     */
    record Unknown(String reason) implements TokenVerdict {}
}
