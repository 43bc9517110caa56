package io.gatehouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.PublicKeyPem;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.Verdicts;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.fixture.SelfSigned;
import io.gatehouse.security.fixture.SigningKey;
import io.gatehouse.security.fixture.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good tokens of every algorithm, with keys from every place. */
class GoodTokensTest {

    private static final TokenVerdict ANN = new TokenVerdict.Good(new User("ann", Set.of("staff")));
    private static final String CLAIMS =
            "{\"sub\":\"ann\",\"groups\":[\"staff\"],\"exp\":" + (ManualClock.START_MILLIS / 1000 + 600) + "}";

    private final LocalProvider provider = new LocalProvider();
    private final GatewayTokenVerifier verifier = new GatewayTokenVerifier(TestSettings.PATIENT, new ManualClock());

    @AfterEach
    void stop() {
        verifier.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void acceptsTokensBySharedSecrets(String algorithm) {
        var key = SigningKey.of(algorithm, "");
        assertThat(verdict(Issuers.signed("tenant/acme", key), key)).isEqualTo(ANN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void acceptsTokensByPublicKeysFromPemAndFromKeySets(String algorithm) {
        var key = SigningKey.of(algorithm, "k1");
        assertThat(verdict(Issuers.signed("tenant/acme", key), key)).isEqualTo(ANN);
        provider.answer(200, SigningKey.set(key));
        var set = new KeyMaterial.KeySet(provider.at("/jwks.json").toString(), false);
        TokenIssuer issuer = Issuers.signed("tenant/globex", set, algorithm);
        String token = JwtText.of(key, CLAIMS);
        assertThat(verifier.verifyAtOnce(issuer, token))
                .as("before the set is fetched")
                .isNull();
        assertThat(verdict(issuer, token)).isEqualTo(ANN);
        assertThat(verifier.verifyAtOnce(issuer, token)).isEqualTo(ANN);
        assertThat(verdict(issuer, key))
                .as("another token, when the set is there")
                .isEqualTo(ANN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "RS512", "ES256", "ES512", "EdDSA"})
    void checksSignaturesOnlyWhereItMayTakeTimeAndOnce(String algorithm) {
        var key = SigningKey.of(algorithm, "k1");
        var issuer = Issuers.signed("tenant/acme", key);
        String token = JwtText.of(key, CLAIMS);
        String forged = token.substring(0, token.length() - 20) + "A".repeat(20);
        assertThat(verifier.verifyAtOnce(issuer, token)).isNull();
        assertThat(verifier.verifyAtOnce(issuer, forged)).isNull();
        Verification begun = verifier.verify(issuer, "acme", token);
        Verification another = verifier.verify(issuer, "acme", token);
        assertThat(begun).as("nothing is computed where it begins").isInstanceOf(Verification.Compute.class);
        TokenVerdict verdict = Verdicts.end(begun);
        assertThat(verdict).isEqualTo(ANN);
        assertThat(verifier.verifyAtOnce(issuer, token)).as("remembered").isSameAs(verdict);
        assertThat(Verdicts.end(another)).as("remembered for others that wait").isSameAs(verdict);
        assertThat(verdict(issuer, forged)).isEqualTo(new TokenVerdict.Bad("the token's signature does not match"));
    }

    @Test
    void acceptsTokensByTheKeyOfCertificates(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        var signed = SelfSigned.in(directory);
        var material =
                new KeyMaterial.Public(PublicKeyPem.parse(signed.certificate()).key());
        var issuer = Issuers.signed("tenant/acme", material, "RS256");
        assertThat(verdict(issuer, SigningKey.of("RS256", "", signed.pair()))).isEqualTo(ANN);
    }

    @Test
    void acceptsTokensByKeySetsInFiles(@TempDir Path directory) throws IOException {
        var key = SigningKey.of("ES256", "k1");
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, SigningKey.set(SigningKey.of("RS256", "k2"), key));
        var issuer = Issuers.signed("tenant/acme", new KeyMaterial.KeySet(file.toString(), true), "ES256");
        assertThat(verdict(issuer, key)).isEqualTo(ANN);
    }

    @Test
    void acceptsTokensThatDoNotNameTheirKey() {
        var key = SigningKey.of("RS256", "k1");
        provider.answer(200, SigningKey.set(SigningKey.of("RS256", "k2"), SigningKey.of("ES256", "k3"), key));
        var set = new KeyMaterial.KeySet(provider.at("/jwks.json").toString(), false);
        var issuer = Issuers.signed("tenant/acme", set, "RS256");
        assertThat(verdict(issuer, JwtText.of(key.named(""), CLAIMS))).isEqualTo(ANN);
    }

    @Test
    void acceptsSeveralAlgorithmsOfOneIssuer() {
        var key = SigningKey.of("RS256", "");
        var issuer =
                Issuers.signed("tenant/acme", new KeyMaterial.Public(key.pair().getPublic()), "RS256", "PS256");
        assertThat(verdict(issuer, key)).isEqualTo(ANN);
        assertThat(verdict(issuer, key.with("PS256"))).isEqualTo(ANN);
        assertThat(verdict(issuer, key.with("RS512"))).isInstanceOf(TokenVerdict.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "application/JWT", "Application/At+Jwt"})
    void acceptsTheTypesOfAccessTokens(String type) {
        var key = SigningKey.of("HS256", "");
        String token = JwtText.of(key, "{\"alg\":\"HS256\",\"typ\":\"" + type + "\"}", CLAIMS);
        assertThat(verdict(Issuers.signed("tenant/acme", key), token)).isEqualTo(ANN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "JOSE",
                "logout+jwt",
                "application/",
                "application/logout+jwt",
                "text/jwt",
                "application/application/jwt",
                "/jwt",
                "jwt ",
                "jwt;x=/"
            })
    void refusesOtherTypes(String type) {
        var key = SigningKey.of("HS256", "");
        String token = JwtText.of(key, "{\"alg\":\"HS256\",\"typ\":\"" + type + "\"}", CLAIMS);
        assertThat(verdict(Issuers.signed("tenant/acme", key), token))
                .isEqualTo(new TokenVerdict.Bad("the token's type is not accepted"));
    }

    @Test
    void verifiesTokensAsLongAsTheHeadOfARequestMayBe() {
        var key = SigningKey.of("HS256", "");
        var issuer = Issuers.signed("tenant/acme", key);
        String long24 = JwtText.of(key, CLAIMS.replace("{", "{\"x\":\"" + "x".repeat(24_000) + "\","));
        assertThat(long24).hasSizeBetween(32_000, 32 * 1024);
        assertThat(verdict(issuer, long24)).isEqualTo(ANN);
        assertThat(verdict(issuer, long24 + "x".repeat(1000)))
                .isEqualTo(new TokenVerdict.Bad("the token is too large"));
    }

    @Test
    void acceptsAnyKeysNameWhereTheOnlyKeyOfASetHasNone() {
        var key = SigningKey.of("ES256", "");
        provider.answer(200, SigningKey.set(key));
        var set = new KeyMaterial.KeySet(provider.at("/jwks.json").toString(), false);
        var issuer = Issuers.signed("tenant/acme", set, "ES256");
        assertThat(verdict(issuer, JwtText.of(key.named("whatever"), CLAIMS))).isEqualTo(ANN);
        assertThat(verdict(issuer, JwtText.of(key, CLAIMS.replace("ann", "bob"))))
                .isInstanceOf(TokenVerdict.Good.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"RS256\",\"jku\":\"https://evil.example/\",\"x5u\":\"https://evil.example/\"}",
                "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"},\"x5c\":[\"AAAA\"],\"x5t\":\"AAAA\"}"
            })
    void ignoresKeysInTheHeader(String header) {
        var key = SigningKey.of("RS256", "");
        String token = JwtText.of(key, header, CLAIMS);
        assertThat(verdict(Issuers.signed("tenant/acme", key), token)).isEqualTo(ANN);
    }

    @Test
    void blamesTheSettingsForKeysThatFitNoAlgorithm() {
        var key = SigningKey.of("RS256", "");
        var issuer =
                Issuers.signed("tenant/acme", new KeyMaterial.Public(key.pair().getPublic()), "ES256");
        assertThat(verdict(issuer, SigningKey.of("ES256", ""))).isInstanceOf(TokenVerdict.Unknown.class);
    }

    @Test
    void takesNoSecretThatIsTooShort() {
        var key = SigningKey.shared("HS512", "x".repeat(63));
        assertThat(verdict(Issuers.signed("tenant/acme", key), key)).isInstanceOf(TokenVerdict.Unknown.class);
        var issuer =
                Issuers.signed("tenant/acme", new KeyMaterial.Shared(Secret.parse(key.secret())), "HS512", "HS384");
        assertThat(verdict(issuer, key.with("HS384"))).isEqualTo(ANN);
        assertThat(verdict(issuer, key)).isInstanceOf(TokenVerdict.Bad.class);
    }

    private TokenVerdict verdict(TokenIssuer issuer, SigningKey key) {
        return verdict(issuer, JwtText.of(key, CLAIMS));
    }

    private TokenVerdict verdict(TokenIssuer issuer, String token) {
        return Verdicts.of(verifier, issuer, token);
    }
}
