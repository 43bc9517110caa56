package io.gatehouse.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Keys on the curve P-256, and certificates for them, as PEM (RFC 7468). */
final class KeyText {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private KeyText() {}

    /** A new key. */
    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    static String write(KeyPair pair) {
        return block("PUBLIC KEY", pair.getPublic().getEncoded())
                + block("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    /** Reads what {@link #write(KeyPair)} has written. */
    static KeyPair pair(String text) throws IOException {
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(content("PUBLIC KEY", text))), privateKey(text));
        } catch (GeneralSecurityException e) {
            throw new IOException("holds an invalid key", e);
        }
    }

    /** A certificate, those that lead to its root, and its key. */
    static String write(List<X509Certificate> chain, PrivateKey key) {
        var text = new StringBuilder();
        try {
            for (X509Certificate one : chain) {
                text.append(block("CERTIFICATE", one.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        }
        return text.append(block("PRIVATE KEY", key.getEncoded())).toString();
    }

    /** The certificate itself of what {@link #write(List, PrivateKey)} has written, with a key that can be read. */
    static X509Certificate certificate(String text) throws IOException {
        try {
            privateKey(text);
            var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        } catch (CertificateException e) {
            throw new IOException("holds an invalid certificate", e);
        }
    }

    private static PrivateKey privateKey(String text) throws IOException {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content("PRIVATE KEY", text)));
        } catch (GeneralSecurityException e) {
            throw new IOException("holds an invalid key", e);
        }
    }

    private static String block(String label, byte[] content) {
        return begin(label) + "\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
    }

    private static byte[] content(String label, String text) throws IOException {
        int begin = text.indexOf(begin(label));
        int end = text.indexOf("-----END " + label + "-----", Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new IOException("holds no " + label);
        }
        try {
            return Base64.getMimeDecoder()
                    .decode(text.substring(begin + begin(label).length(), end));
        } catch (IllegalArgumentException e) {
            throw new IOException("holds a " + label + " that is not Base64", e);
        }
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }
}
