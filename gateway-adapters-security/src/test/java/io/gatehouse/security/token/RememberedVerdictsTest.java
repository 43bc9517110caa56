package io.gatehouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.Verdicts;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long, and for whom, the verdict on a signed token is given again; told by its being the same object. */
class RememberedVerdictsTest {

    private static final SigningKey KEY = SigningKey.of("HS256", "");

    private final ManualClock clock = new ManualClock();
    private final GatewayTokenVerifier verifier = new GatewayTokenVerifier(TokenVerificationSettings.DEFAULT, clock);
    private final TokenIssuer issuer = Issuers.signed("tenant/acme", KEY);

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void remembersGoodVerdictsForAMinuteAtMost() {
        String token = token(600);
        TokenVerdict first = verdict(issuer, token);
        clock.advance(Duration.ofSeconds(44));
        assertThat(verdict(issuer, token)).isSameAs(first);
        clock.advance(Duration.ofSeconds(17));
        assertThat(verdict(issuer, token)).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void forgetsVerdictsOfOneMomentAtDifferentMoments() {
        List<String> tokens =
                IntStream.range(0, 64).mapToObj(user -> token(600 + user)).toList();
        List<TokenVerdict> before =
                tokens.stream().map(token -> verdict(issuer, token)).toList();
        clock.advance(Duration.ofMillis(52_500));
        long remembered = IntStream.range(0, tokens.size())
                .filter(i -> verdict(issuer, tokens.get(i)) == before.get(i))
                .count();
        assertThat(remembered).as("half of the minute's last quarter is over").isBetween(8L, 56L);
    }

    @Test
    void remembersNoVerdictBeyondTheEndOfItsToken() {
        String token = token(10);
        TokenVerdict first = verdict(issuer, token);
        clock.advance(Duration.ofMillis(9_999));
        assertThat(verdict(issuer, token)).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        TokenVerdict inSkew = verdict(issuer, token);
        assertThat(inSkew)
                .as("verified anew, within the clock skew")
                .isEqualTo(first)
                .isNotSameAs(first);
        assertThat(verdict(issuer, token)).as("and not remembered").isNotSameAs(inSkew);
        clock.advance(Duration.ofSeconds(30));
        assertThat(verdict(issuer, token)).isEqualTo(new TokenVerdict.Bad("the token has expired"));
    }

    @Test
    void remembersNothingForOthersWithTheSameSettings() {
        String token = token(600);
        TokenVerdict first = verdict(issuer, token);
        assertThat(verdict(Issuers.signed("tenant/globex", KEY), token))
                .isEqualTo(first)
                .isNotSameAs(first);
    }

    @Test
    void remembersNothingForSettingsThatAreAnotherObject() {
        String token = token(600);
        TokenVerdict first = verdict(issuer, token);
        assertThat(verdict(Issuers.signed("tenant/acme", KEY), token))
                .isEqualTo(first)
                .isNotSameAs(first);
        assertThat(verdict(issuer, token)).isSameAs(first);
    }

    @Test
    void forgetsVerdictsReachedWithOtherSettings() {
        String token = token(600);
        assertThat(verdict(issuer, token)).isInstanceOf(TokenVerdict.Good.class);
        var otherSecret = new KeyMaterial.Shared(Secret.parse("another secret of at least 32 bytes"));
        var secret = new KeyMaterial.Shared(Secret.parse(KEY.secret()));
        assertThat(verdict(Issuers.signed("tenant/acme", otherSecret, "HS256"), token))
                .isEqualTo(new TokenVerdict.Bad("the token's signature does not match"));
        assertThat(verdict(Issuers.strict("tenant/acme", secret, null, "shop", "HS256"), token))
                .isEqualTo(new TokenVerdict.Bad("the token is not meant for this audience"));
        assertThat(verdict(Issuers.strict("tenant/acme", secret, "me", null, "HS256"), token))
                .isEqualTo(new TokenVerdict.Bad("the token is not by the accepted issuer"));
        assertThat(verdict(Issuers.signed("tenant/acme", secret, "HS512"), token))
                .isEqualTo(new TokenVerdict.Bad("the token's algorithm is not accepted"));
        assertThat(verdict(issuer, token)).isInstanceOf(TokenVerdict.Good.class);
    }

    @Test
    void remembersNoRefusals() {
        String token = JwtText.of(KEY, "{\"sub\":\"ann\",\"exp\":" + (now() + 600) + ",\"nbf\":" + (now() + 60) + "}");
        assertThat(verdict(issuer, token)).isEqualTo(new TokenVerdict.Bad("the token is not valid yet"));
        clock.advance(Duration.ofSeconds(30));
        assertThat(verdict(issuer, token)).isEqualTo(new TokenVerdict.Good(new User("ann", Set.of())));
    }

    @Test
    void stillTellsTokensApartThatEndAlike() {
        String token = token(600);
        verdict(issuer, token);
        String other = JwtText.base64("{\"alg\":\"HS256\",\"kid\":\"x\"}") + token.substring(token.indexOf('.'));
        assertThat(verdict(issuer, other)).isEqualTo(new TokenVerdict.Bad("the token's signature does not match"));
    }

    private long now() {
        return clock.epochMillis() / 1000;
    }

    private String token(int lives) {
        return JwtText.of(KEY, "{\"sub\":\"ann\",\"exp\":" + (now() + lives) + "}");
    }

    private TokenVerdict verdict(TokenIssuer by, String token) {
        return Verdicts.of(verifier, by, token);
    }
}
