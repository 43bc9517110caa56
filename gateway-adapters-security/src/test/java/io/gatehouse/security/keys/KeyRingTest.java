package io.gatehouse.security.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.security.fixture.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys of a set may be used, and for what. */
class KeyRingTest {

    private static final SigningKey RSA = SigningKey.of("RS256", "k1");
    private static final SigningKey EC = SigningKey.of("ES256", "k1");
    private static final SigningKey ED = SigningKey.of("EdDSA", "k1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | RS256 RS384 RS512 PS256 PS384 PS512",
                "\"use\":\"sig\", | RS256 RS384 RS512 PS256 PS384 PS512",
                "\"key_ops\":[\"verify\"], | RS256 RS384 RS512 PS256 PS384 PS512",
                "\"alg\":\"RS256\", | RS256",
                "\"alg\":\"PS512\", | PS512",
                "\"alg\":\"ES256\", | ''",
                "\"alg\":\"HS256\", | ''",
                "\"alg\":\"none\", | ''",
                "\"alg\":\"RSA-OAEP\", | ''",
                "\"use\":\"enc\", | ''",
                "\"key_ops\":[\"encrypt\"], | ''",
                "\"key_ops\":[\"sign\"], | ''",
                "\"key_ops\":[], | ''"
            })
    void usesKeysOnlyForWhatTheyAreMeantFor(String members, String algorithms) {
        KeyRing ring = ring(RSA.jwk(members));
        for (String algorithm : new String[] {
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "EdDSA", "HS256", "none", ""
        }) {
            assertThat(ring.fitting("k1", algorithm).isEmpty())
                    .as(algorithm)
                    .isEqualTo(algorithm.isEmpty() || !(" " + algorithms + " ").contains(" " + algorithm + " "));
        }
    }

    @Test
    void usesEachCurveForItsOwnAlgorithm() {
        assertThat(ring(EC.jwk("")).fitting("k1", "ES256")).hasSize(1);
        assertThat(ring(EC.jwk("")).fitting("k1", "ES384")).isEmpty();
        assertThat(ring(SigningKey.of("ES384", "k1").jwk("")).fitting("k1", "ES384"))
                .hasSize(1);
        assertThat(ring(SigningKey.of("ES512", "k1").jwk("")).fitting("k1", "ES512"))
                .hasSize(1);
        assertThat(ring(ED.jwk("")).fitting("k1", "EdDSA")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"alg\":\"HS256\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"XYZ\"}",
                "{}",
                "null",
                "7",
                "[]"
            })
    void leavesOutWhatIsNoUsableKeyAndTakesTheRest(String entry) {
        KeyRing ring = ring(entry, ED.jwk());
        assertThat(ring.size()).isEqualTo(1);
        assertThat(ring.fitting("k1", "EdDSA")).hasSize(1);
    }

    @Test
    void takesNoKeyThatComesWithItsPrivatePart() {
        String open = ED.jwk("");
        assertThat(ring(open).size()).isEqualTo(1);
        assertThat(ring(open.replace("\"kty\"", "\"d\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"kty\""))
                        .size())
                .isZero();
    }

    @Test
    void takesNoShortRsaKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        SigningKey weak = SigningKey.of("RS256", "k1", generator.generateKeyPair());
        assertThat(ring(weak.jwk()).size()).isZero();
        assertThat(VerificationKey.of(null, weak.pair().getPublic())).isNull();
    }

    @Test
    void findsKeysByNameOrAllThatFit() {
        KeyRing ring = ring(
                RSA.jwk(), SigningKey.of("RS256", "k2").jwk(), ED.named("k3").jwk());
        assertThat(ring.fitting("k1", "RS256")).hasSize(1);
        assertThat(ring.fitting("k3", "RS256")).isEmpty();
        assertThat(ring.fitting("k4", "RS256")).isEmpty();
        assertThat(ring.fitting(null, "RS256")).hasSize(2);
    }

    @Test
    void findsTheOnlyKeyOfASetByAnyNameIfItHasNone() {
        KeyRing ring = ring(RSA.named("").jwk(), "{\"kty\":\"oct\"}");
        assertThat(ring.fitting("whatever", "RS256")).hasSize(1);
        assertThat(ring.fitting(null, "RS256")).hasSize(1);
        assertThat(ring.fitting("whatever", "EdDSA")).isEmpty();
        assertThat(ring(RSA.named("").jwk(), ED.jwk()).fitting("whatever", "RS256"))
                .isEmpty();
    }

    @Test
    void boundsHowManyKeysAreReadAndTried() {
        assertThat(KeyRing.read(set(100))).isNotNull();
        assertThat(KeyRing.read(set(100)).fitting(null, "EdDSA")).hasSize(8);
        assertThat(KeyRing.read(set(101))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"keys\":null}", "{\"keys\":[]}x", "{\"keys\":[],\"keys\":[]}"})
    void readsNothingThatIsNoSet(String text) {
        assertThat(KeyRing.read(text.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    private static byte[] set(int keys) {
        return ("{\"keys\":["
                        + IntStream.range(0, keys)
                                .mapToObj(i -> ED.named("k" + i).jwk())
                                .collect(Collectors.joining(","))
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static KeyRing ring(String... keys) {
        return KeyRing.read(("{\"keys\":[" + String.join(",", keys) + "]}").getBytes(StandardCharsets.UTF_8));
    }
}
