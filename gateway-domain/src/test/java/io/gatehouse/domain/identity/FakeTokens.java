package io.gatehouse.domain.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tokens for tests, each known with its verdict to one issuer only. */
public final class FakeTokens implements TokenVerifier {

    private final Map<String, TokenVerdict> atOnce = new HashMap<>();
    private final Map<String, TokenVerdict> later = new HashMap<>();

    /** A verdict that is reached at once. */
    public FakeTokens know(TokenIssuer issuer, String token, TokenVerdict verdict) {
        atOnce.put(issuer.id() + " " + token, verdict);
        return this;
    }

    /** A verdict that somebody has to be asked for. */
    public FakeTokens learn(TokenIssuer issuer, String token, TokenVerdict verdict) {
        later.put(issuer.id() + " " + token, verdict);
        return this;
    }

    @Override
    public @Nullable TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
        String name = issuer.id() + " " + token;
        return later.containsKey(name)
                ? null
                : atOnce.getOrDefault(name, new TokenVerdict.Bad("the signature does not match"));
    }

    @Override
    public Verification verify(TokenIssuer issuer, String tenant, String token) {
        TokenVerdict verdict = later.get(issuer.id() + " " + token);
        if (verdict == null) {
            throw new AssertionError("asked to wait for a token that needs it not");
        }
        return new Verification.Compute(
                () -> new Verification.Await(CompletableFuture.completedFuture(new Verification.Reached(verdict))));
    }
}
