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
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.fixture.SigningKey;
import io.gatehouse.security.fixture.TestSettings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** None of the attacks is believed, none is answered by anything but a refusal, and none of the refusals repeats it. */
class ForgedTokensTest {

    private static final int AT_LEAST = 60;
    private static final long NOW = ManualClock.START_MILLIS / 1000;

    private final LocalProvider provider = new LocalProvider();
    private final GatewayTokenVerifier verifier = new GatewayTokenVerifier(TestSettings.EAGER, new ManualClock());

    @AfterEach
    void stop() {
        verifier.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512", "RS256", "PS384", "ES256", "ES512", "EdDSA"})
    void refusesAttacksOnConfiguredKeys(String algorithm) {
        SigningKey key = SigningKey.of(algorithm, "k1");
        KeyMaterial material = algorithm.startsWith("HS")
                ? new KeyMaterial.Shared(Secret.parse(key.secret()))
                : new KeyMaterial.Public(key.pair().getPublic());
        refuses(key, Issuers.strict("tenant/acme", material, Attacks.ISSUER, Attacks.AUDIENCE, algorithm));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void refusesAttacksOnKeySets(String algorithm) {
        SigningKey key = SigningKey.of(algorithm, "k1");
        provider.answer(200, SigningKey.set(key, SigningKey.of("RS256", "k2"), SigningKey.of("ES256", "k3")));
        var set = new KeyMaterial.KeySet(provider.at("/jwks.json").toString(), false);
        refuses(key, Issuers.strict("tenant/acme", set, Attacks.ISSUER, Attacks.AUDIENCE, algorithm));
    }

    private void refuses(SigningKey key, TokenIssuer issuer) {
        assertThat(verdict(issuer, good(key)))
                .as("the good token that all attacks are made of")
                .isEqualTo(new TokenVerdict.Good(new User("ursula", Set.of("staff"))));
        Map<String, String> attacks = Attacks.on(key, NOW);
        assertThat(attacks).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        var believed = new TreeMap<String, TokenVerdict>();
        attacks.forEach((name, token) -> {
            TokenVerdict verdict = verdict(issuer, token);
            if (!isSafe(verdict)) {
                believed.put(name, verdict);
            }
        });
        assertThat(believed).isEmpty();
    }

    private static boolean isSafe(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Bad bad
                && Stream.of("ursula", "evil", "eyJ").noneMatch(bad.reason()::contains);
    }

    private static String good(SigningKey key) {
        return JwtText.of(
                key,
                "{\"sub\":\"ursula\",\"groups\":[\"staff\"],\"iss\":\"" + Attacks.ISSUER + "\",\"aud\":\""
                        + Attacks.AUDIENCE + "\",\"exp\":" + (NOW + 600) + "}");
    }

    private TokenVerdict verdict(TokenIssuer issuer, String token) {
        return Verdicts.of(verifier, issuer, token);
    }
}
