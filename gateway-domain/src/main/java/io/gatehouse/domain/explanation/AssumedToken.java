package io.gatehouse.domain.explanation;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.Verification;

/** Finds every token good, and always the same user. */
record AssumedToken(User user) implements TokenVerifier {

    @Override
    public TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
        return new TokenVerdict.Good(user, 0);
    }

    @Override
    public Verification verify(TokenIssuer issuer, String tenant, String token) {
        return new Verification.Reached(verifyAtOnce(issuer, token));
    }
}
