package io.gatehouse.compiler.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.configuration.MalformedValue;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyPemTest {

    private static final String SECP256K1 =
            "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEnBEVdaPbJwlCkFN7jAFAIM46Li7Ne4hiaLf8jBzVBRIa7SAuMxXr18DAl6wt7HqpB8GX"
                    + "+o2rav0tm2O2v/opLg==";
    private static final String ED448 =
            "MEMwBQYDK2VxAzoAz/O7yVM41E/GLEkl4by6rm//xrnPy0DsQVuGCChn2C0wxWzKZqvmjKtkg2UZ6xLZKcjn9X5cZreA";

    @ParameterizedTest
    @CsvSource({"secp256r1, ES256", "secp384r1, ES384", "secp521r1, ES512"})
    void givesEachCurveItsOwnAlgorithm(String curve, TokenAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair pair = elliptic(curve);
        PublicKeyPem read =
                PublicKeyPem.parse(pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        assertThat(read.key()).isEqualTo(pair.getPublic());
        assertThat(read.algorithms()).containsExactly(algorithm);
    }

    @Test
    void readsRsaAndEdwardsKeys() throws GeneralSecurityException {
        Key edwards = pair("Ed25519", 0).getPublic();
        assertThat(PublicKeyPem.parse(pem("PUBLIC KEY", edwards.getEncoded())).algorithms())
                .containsExactly(TokenAlgorithm.EDDSA);
        Key rsa = pair("RSA", 2048).getPublic();
        assertThat(PublicKeyPem.parse(pem("PUBLIC KEY", rsa.getEncoded())).algorithms())
                .isEqualTo(EnumSet.range(TokenAlgorithm.RS256, TokenAlgorithm.PS512));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key.pem",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
                "-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\n" + SECP256K1 + "\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n" + ED448 + "\n-----END PUBLIC KEY-----"
            })
    void refusesWhatIsNoUsableKey(String text) {
        refuses(text);
    }

    @Test
    void refusesWeakKeysPrivateKeysAndPointsOffTheCurve() throws GeneralSecurityException {
        refuses(pem("PUBLIC KEY", pair("RSA", 1024).getPublic().getEncoded()));
        KeyPair good = elliptic("secp256r1");
        refuses(pem("PRIVATE KEY", good.getPrivate().getEncoded()));
        byte[] moved = good.getPublic().getEncoded();
        moved[moved.length - 1] ^= 1;
        refuses(pem("PUBLIC KEY", moved));
    }

    private static void refuses(String text) {
        assertThatThrownBy(() -> PublicKeyPem.parse(text))
                .isInstanceOf(MalformedValue.class)
                .hasMessage(PublicKeyPem.EXPECTED);
    }

    private static KeyPair elliptic(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair pair(String kind, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }
}
