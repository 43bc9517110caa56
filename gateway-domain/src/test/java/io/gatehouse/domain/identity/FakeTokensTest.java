package io.gatehouse.domain.identity;

class FakeTokensTest extends TokenVerifierContract {

    private final FakeTokens tokens = new FakeTokens();

    @Override
    protected TokenVerifier verifier() {
        return tokens;
    }

    @Override
    protected TokenIssuer issuer(String id) {
        return TestIssuers.named(id);
    }

    @Override
    protected String goodToken(TokenIssuer issuer, User user) {
        String token = "token of " + user.id();
        if (issuer.id().equals("silent")) {
            tokens.learn(issuer, token, new TokenVerdict.Unknown("nobody answers"));
        } else {
            tokens.know(issuer, token, new TokenVerdict.Good(user));
        }
        return token;
    }

    @Override
    protected String badToken(TokenIssuer issuer) {
        return "token of nobody";
    }

    @Override
    protected TokenIssuer silentIssuer() {
        return TestIssuers.named("silent");
    }
}
