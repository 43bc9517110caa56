package io.gatehouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verdicts;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.fixture.SigningKey;
import io.gatehouse.security.fixture.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints and files of keys that do not behave: the token is unknown then, never bad, and soon. */
@Execution(ExecutionMode.CONCURRENT)
class KeyEndpointTest {

    private static final SigningKey KEY = SigningKey.of("ES256", "k1");

    private final ManualClock clock = new ManualClock();
    private final LocalProvider provider = new LocalProvider();
    private GatewayTokenVerifier verifier = new GatewayTokenVerifier(TestSettings.PATIENT, clock);

    @AfterEach
    void stop() {
        verifier.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 304, 400, 401, 404, 500, 503})
    void takesNoSetFromOtherAnswersThan200(int status) {
        provider.answer(status, status == 204 || status == 304 ? "" : SigningKey.set(KEY));
        assertUnknown(remote());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html></html>", "[]", "null", "{}", "{\"keys\":7}", "{\"keys\":[]", "\u0000"})
    void takesNoSetFromGarbage(String body) {
        provider.answer(200, body);
        assertUnknown(remote());
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (var other = new LocalProvider()) {
            other.answer(200, SigningKey.set(KEY));
            for (String location : new String[] {other.at("/").toString(), "file:///etc/passwd", "/other"}) {
                provider.redirect(location);
                assertUnknown(remote());
                clock.advance(Duration.ofSeconds(5));
            }
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void doesNotWaitForSilentEndpoints() {
        hurry();
        provider.beSilent();
        assertUnknown(remote());
    }

    @Test
    void doesNotWaitForAnswersThatStall() {
        hurry();
        provider.stallAfterHead();
        assertUnknown(remote());
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        provider.sendWithoutEnd();
        assertUnknown(remote());
    }

    @Test
    void bearsEndpointsWhereNobodyListens() {
        try (HeldPort nobody = HeldPort.any()) {
            assertUnknown(issuer("http://127.0.0.1:" + nobody.number() + "/jwks.json", false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[::bad/", "http://a b/", "http:///x"})
    void bearsPlacesThatAreNone(String place) {
        assertUnknown(issuer(place, false));
    }

    @Test
    void recoversWhenTheEndpointDoes() {
        provider.answer(500, "");
        TokenIssuer issuer = remote();
        assertUnknown(issuer);
        provider.answer(200, SigningKey.set(KEY));
        clock.advance(Duration.ofSeconds(5));
        assertThat(verdict(issuer, KEY)).isInstanceOf(TokenVerdict.Good.class);
    }

    @Test
    void neverBelievesSymmetricKeysOfSets() {
        String secret = "a secret that the whole world can read";
        provider.answer(
                200,
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k1\",\"alg\":\"HS256\",\"k\":\"" + JwtText.base64(secret)
                        + "\"}]}");
        var set = new KeyMaterial.KeySet(provider.at("/jwks.json").toString(), false);
        TokenIssuer issuer = Issuers.signed("tenant/acme", set, "HS256");
        assertThat(verdict(issuer, SigningKey.shared("HS256", secret).named("k1")))
                .isInstanceOf(TokenVerdict.Bad.class);
    }

    @Test
    void readsFilesAgainWhenTheyChange(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, SigningKey.set(KEY));
        TokenIssuer issuer = issuer(file.toString(), true);
        assertThat(verdict(issuer, KEY)).isInstanceOf(TokenVerdict.Good.class);
        SigningKey next = SigningKey.of("ES256", "k2");
        Files.writeString(file, SigningKey.set(next));
        clock.advance(Duration.ofSeconds(2));
        assertThat(verdict(issuer, next)).as("an unknown key has the file read").isInstanceOf(TokenVerdict.Good.class);
        clock.advance(Duration.ofSeconds(61));
        assertThat(verdict(issuer, KEY)).as("the key that has gone").isInstanceOf(TokenVerdict.Bad.class);
    }

    @Test
    void keepsKeysOfFilesThatBreak(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, SigningKey.set(KEY));
        TokenIssuer issuer = issuer(file.toString(), true);
        assertThat(verdict(issuer, KEY)).isInstanceOf(TokenVerdict.Good.class);
        Files.writeString(file, "{");
        clock.advance(Duration.ofMinutes(10));
        assertThat(verdict(issuer, KEY)).isInstanceOf(TokenVerdict.Good.class);
        Files.delete(file);
        clock.advance(Duration.ofMinutes(10));
        assertThat(verdict(issuer, KEY)).isInstanceOf(TokenVerdict.Good.class);
    }

    @Test
    void refusesFilesThatAreTooLarge(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, SigningKey.set(KEY) + " ".repeat(512 * 1024));
        assertUnknown(issuer(file.toString(), true));
    }

    private void hurry() {
        verifier.close();
        verifier = new GatewayTokenVerifier(TestSettings.HURRIED, clock);
    }

    private TokenIssuer remote() {
        return issuer(provider.at("/jwks.json").toString(), false);
    }

    private static TokenIssuer issuer(String place, boolean isFile) {
        return Issuers.signed("tenant/acme", new KeyMaterial.KeySet(place, isFile), "ES256");
    }

    private void assertUnknown(TokenIssuer issuer) {
        assertThat(verdict(issuer, KEY)).isInstanceOf(TokenVerdict.Unknown.class);
    }

    private TokenVerdict verdict(TokenIssuer issuer, SigningKey key) {
        String token = JwtText.of(key, "{\"sub\":\"ann\",\"exp\":" + (clock.epochMillis() / 1000 + 36_000) + "}");
        return Verdicts.of(verifier, issuer, token);
    }
}
