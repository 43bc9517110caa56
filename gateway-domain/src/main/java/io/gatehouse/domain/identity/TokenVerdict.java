package io.gatehouse.domain.identity;

/** What was found out about a token. */
public sealed interface TokenVerdict {

    /**
     * The token is good and this is its user.
     *
     * @param user the user
     * @param unreadableGroups how many of the token's groups do not count, because they cannot be read
     */
    record Good(User user, int unreadableGroups) implements TokenVerdict {

        /** The token is good, with all that it says. */
        public Good(User user) {
            this(user, 0);
        }
    }

    /**
     * The token is not good.
     *
     * @param reason why, in words that the client may read; never a part of the token
     */
    record Bad(String reason) implements TokenVerdict {}

    /**
     * The token is good, but nobody knows its user, or the user has no access here.
     *
     * @param reason why, for operators
     */
    record NoUser(String reason) implements TokenVerdict {}

    /**
     * Nobody could say, because an identity provider or a store did not answer.
     *
     * @param reason why, for the log
     */
    record Unknown(String reason) implements TokenVerdict {}

    /**
     * Nobody was asked, because too many tokens wait already.
     *
     * @param of who is busy
     */
    record Busy(Authority of) implements TokenVerdict {}

    /** Who can be too busy to be asked. */
    enum Authority {
        /** The issuer of the token: the place where its keys are, or its introspection endpoint. */
        ISSUER,
        /** The gateway's token store, which all issuers with stored tokens share. */
        TOKEN_STORE
    }
}
