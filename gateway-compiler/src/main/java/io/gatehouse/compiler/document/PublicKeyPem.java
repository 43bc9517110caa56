package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a PEM text: one {@code PUBLIC KEY} or {@code CERTIFICATE}. Of a certificate the key alone counts:
 * whoever wrote it into the configuration trusts it, and it does not expire there.
 *
 * <p>What is given is never repeated: somebody may have put a private key there.
 *
 * @param key of a kind and size that at least one algorithm accepts
 */
@ScalarType(name = "PEM text", expected = PublicKeyPem.EXPECTED, secret = true)
public record PublicKeyPem(PublicKey key) {

    static final String EXPECTED =
            "a public key or certificate in PEM form: RSA of 2048 to 8192 bits, EC on P-256, P-384"
                    + " or P-521, or Ed25519";

    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    /** The key of this text. */
    public static PublicKeyPem parse(String text) {
        PublicKey key = read(text);
        if (key == null || PublicKeyUse.of(key).isEmpty()) {
            throw new MalformedValue(EXPECTED);
        }
        return new PublicKeyPem(key);
    }

    private static @Nullable PublicKey read(String pem) {
        try {
            byte[] certificate = block(pem, "CERTIFICATE");
            if (certificate != null) {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate))
                        .getPublicKey();
            }
            byte[] key = block(pem, "PUBLIC KEY");
            return key == null ? null : publicKey(new X509EncodedKeySpec(key));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    /** The encoding tells the kind, but only its factory can read it, so each is asked. */
    private static @Nullable PublicKey publicKey(X509EncodedKeySpec encoded) {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(encoded);
            } catch (GeneralSecurityException anotherKind) {
                // The next one may know it.
            }
        }
        return null;
    }

    private static byte @Nullable [] block(String pem, String name) {
        String begin = "-----BEGIN " + name + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + name + "-----");
        if (from < 0 || to < from) {
            return null;
        }
        String body = pem.substring(from + begin.length(), to);
        return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
    }
}
