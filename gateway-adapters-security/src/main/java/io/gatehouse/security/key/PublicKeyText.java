package io.gatehouse.security.key;

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
 * Reads the public key of a PEM text: one {@code PUBLIC KEY} or {@code CERTIFICATE}. Of a certificate the key alone
 * counts: whoever wrote it into the configuration trusts it, and it does not expire there.
 */
public final class PublicKeyText {

    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private PublicKeyText() {}

    /** The key; null if the text holds none of a kind and size that is accepted. */
    public static @Nullable VerificationKey read(String pem) {
        try {
            byte[] certificate = block(pem, "CERTIFICATE");
            if (certificate != null) {
                return PublicKeys.of(
                        null,
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(certificate))
                                .getPublicKey());
            }
            byte[] key = block(pem, "PUBLIC KEY");
            PublicKey read = key == null ? null : publicKey(new X509EncodedKeySpec(key));
            return read == null ? null : PublicKeys.of(null, read);
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
