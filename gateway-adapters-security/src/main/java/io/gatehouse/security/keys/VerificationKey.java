package io.gatehouse.security.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.impl.MACProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key that signatures are checked with.
 *
 * @param id its name in a key set ({@code kid}); null if it has none
 * @param algorithms the JOSE names of the only algorithms it may be used with; never both of shared secrets and others
 * @param check the key itself
 */
public record VerificationKey(@Nullable String id, Set<String> algorithms, SignatureCheck check) {

    /** Shorter ones are broken, longer ones cost so much time that a token of a stranger would hold up others. */
    private static final int LEAST_RSA_BITS = 2048;

    private static final int MOST_RSA_BITS = 8192;
    private static final Set<String> ECDSA = Set.of("ES256", "ES384", "ES512");
    private static final int ED25519_SIGNATURE_BYTES = 64;

    /** Checks signatures with one key. Never throws; safe for concurrent use. */
    @FunctionalInterface
    public interface SignatureCheck {

        /**
         * Whether this is the key's signature of these bytes.
         *
         * @param algorithm a JOSE name that the key is meant for
         * @param signature the signature in base64url
         */
        boolean holds(String algorithm, byte[] signed, String signature);
    }

    public VerificationKey {
        algorithms = Set.copyOf(algorithms);
    }

    /** The same key, for those of its algorithms that are among these only. */
    public VerificationKey only(Set<String> some) {
        return new VerificationKey(
                id, algorithms.stream().filter(some::contains).collect(Collectors.toSet()), check);
    }

    /** A public key with all algorithms of its kind; null if it is of no kind or size that is accepted. */
    public static @Nullable VerificationKey of(@Nullable String id, PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS
                    ? null
                    : withNimbus(id, RSASSAVerifier.SUPPORTED_ALGORITHMS, new RSASSAVerifier(rsa));
        }
        if (key instanceof ECPublicKey ec) {
            return elliptic(id, ec);
        }
        return key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")
                ? new VerificationKey(
                        id, Set.of("EdDSA"), (algorithm, signed, signature) -> holdsEd25519(key, signed, signature))
                : null;
    }

    /** Each curve has one algorithm; nimbus knows which, and refuses a point that is not on its curve. */
    private static @Nullable VerificationKey elliptic(@Nullable String id, ECPublicKey key) {
        try {
            var verifier = new ECDSAVerifier(key);
            JWSAlgorithm algorithm = verifier.supportedECDSAAlgorithm();
            return ECDSA.contains(algorithm.getName()) ? withNimbus(id, Set.of(algorithm), verifier) : null;
        } catch (JOSEException unfit) {
            return null;
        }
    }

    /**
     * A shared secret, with the algorithms whose hash is no longer than it (RFC 7518, 3.2): without any if it is too short for
     * all.
     */
    public static VerificationKey shared(byte[] secret) {
        Set<JWSAlgorithm> algorithms = MACProvider.getCompatibleAlgorithms(Byte.SIZE * secret.length);
        if (algorithms.isEmpty()) {
            return new VerificationKey(null, Set.of(), (algorithm, signed, signature) -> false);
        }
        try {
            return withNimbus(null, algorithms, new MACVerifier(secret));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("a secret of " + secret.length + " bytes was refused", impossible);
        }
    }

    /**
     * nimbus sees the algorithm alone: whatever else a token's header says has been judged before and cannot move the library
     * to anything.
     */
    private static VerificationKey withNimbus(
            @Nullable String id, Collection<JWSAlgorithm> algorithms, JWSVerifier verifier) {
        Set<String> names = algorithms.stream().map(JWSAlgorithm::getName).collect(Collectors.toSet());
        return new VerificationKey(id, names, (algorithm, signed, signature) -> {
            try {
                return verifier.verify(new JWSHeader(JWSAlgorithm.parse(algorithm)), signed, new Base64URL(signature));
            } catch (JOSEException unfit) {
                return false;
            }
        });
    }

    /** By the JDK, because nimbus would want another library (Tink) for what the JDK has known since version 15. */
    private static boolean holdsEd25519(PublicKey key, byte[] signed, String signature) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(signature);
            if (bytes.length != ED25519_SIGNATURE_BYTES) {
                return false;
            }
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed);
            return check.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            return false;
        }
    }
}
