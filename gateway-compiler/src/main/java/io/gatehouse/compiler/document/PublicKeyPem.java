package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final Set<TokenAlgorithm> RSA = EnumSet.range(TokenAlgorithm.RS256, TokenAlgorithm.PS512);

    private static final Map<TokenAlgorithm, String> CURVES = Map.of(
            TokenAlgorithm.ES256, "secp256r1", TokenAlgorithm.ES384, "secp384r1", TokenAlgorithm.ES512, "secp521r1");

    /** Shorter ones are broken, longer ones cost so much time that a token of a stranger would hold up others. */
    private static final int LEAST_RSA_BITS = 2048;

    private static final int MOST_RSA_BITS = 8192;

    /** The key of this text. */
    public static PublicKeyPem parse(String text) {
        PublicKey key = read(text);
        if (key == null || algorithms(key).isEmpty()) {
            throw new MalformedValue(EXPECTED);
        }
        return new PublicKeyPem(key);
    }

    /** The algorithms that the key can be used with. */
    Set<TokenAlgorithm> algorithms() {
        return algorithms(key);
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

    /** The encoding says the kind, but only its factory can read it, so each is asked. */
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

    /** None if the key is of no kind, size or curve that is accepted. */
    private static Set<TokenAlgorithm> algorithms(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS ? Set.of() : RSA;
        }
        if (key instanceof ECPublicKey ec) {
            return elliptic(ec);
        }
        boolean edwards =
                key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519");
        return edwards ? Set.of(TokenAlgorithm.EDDSA) : Set.of();
    }

    /** Each curve has one algorithm. */
    private static Set<TokenAlgorithm> elliptic(ECPublicKey key) {
        for (Map.Entry<TokenAlgorithm, String> curve : CURVES.entrySet()) {
            ECParameterSpec known = parameters(curve.getValue());
            ECParameterSpec own = key.getParams();
            boolean same = known.getCurve().equals(own.getCurve())
                    && known.getGenerator().equals(own.getGenerator())
                    && known.getOrder().equals(own.getOrder());
            if (same) {
                return liesOn(known.getCurve(), key.getW()) ? Set.of(curve.getKey()) : Set.of();
            }
        }
        return Set.of();
    }

    private static ECParameterSpec parameters(String curve) {
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(curve));
            return named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the runtime does not know the curve " + curve, impossible);
        }
    }

    private static boolean liesOn(EllipticCurve curve, ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY) || !(curve.getField() instanceof ECFieldFp field)) {
            return false;
        }
        BigInteger p = field.getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        boolean inField = x.signum() >= 0 && y.signum() >= 0 && x.compareTo(p) < 0 && y.compareTo(p) < 0;
        return inField && y.pow(2).subtract(right).mod(p).signum() == 0;
    }
}
