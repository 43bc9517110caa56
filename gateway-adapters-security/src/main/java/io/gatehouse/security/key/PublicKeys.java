package io.gatehouse.security.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a public key may be used for. */
public final class PublicKeys {

    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

    /** Shorter ones are broken, longer ones cost so much time that a token of a stranger would hold up others. */
    private static final int LEAST_RSA_BITS = 2048;

    private static final int MOST_RSA_BITS = 8192;

    private PublicKeys() {}

    /** The key with all algorithms of its kind; null if it is of no kind or size that is accepted. */
    public static @Nullable VerificationKey of(@Nullable String id, PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS
                    ? null
                    : new VerificationKey(id, RSA, new NimbusCheck(new RSASSAVerifier(rsa)));
        }
        if (key instanceof ECPublicKey ec) {
            return elliptic(id, ec);
        }
        return key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")
                ? new VerificationKey(id, Set.of("EdDSA"), new Ed25519Check(key))
                : null;
    }

    /** Each curve has one algorithm; nimbus knows which, and refuses a point that is not on its curve. */
    private static @Nullable VerificationKey elliptic(@Nullable String id, ECPublicKey key) {
        String algorithm = switch (key.getParams().getCurve().getField().getFieldSize()) {
            case 256 -> "ES256";
            case 384 -> "ES384";
            case 521 -> "ES512";
            default -> null;
        };
        if (algorithm == null) {
            return null;
        }
        try {
            var verifier = new ECDSAVerifier(key);
            boolean fits = verifier.supportedECDSAAlgorithm().getName().equals(algorithm);
            return fits ? new VerificationKey(id, Set.of(algorithm), new NimbusCheck(verifier)) : null;
        } catch (JOSEException unfit) {
            return null;
        }
    }
}
