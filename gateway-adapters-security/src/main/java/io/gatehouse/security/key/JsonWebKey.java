package io.gatehouse.security.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one public key of a key set (RFC 7517), if it may check signatures: not for {@code use} or {@code key_ops} other
 * than that, and for its own {@code alg} only where it names one.
 *
 * <p>A symmetric key is never taken, as a set is public and its secret with it; nor is a key that comes with its private
 * part, since whoever can read the set can sign with it.
 */
public final class JsonWebKey {

    /** The ASN.1 head of an Ed25519 key (RFC 8410), before its 32 bytes. */
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    private JsonWebKey() {}

    /** The key; null if it is not one that may be used here. */
    public static @Nullable VerificationKey read(Map<String, Object> members) {
        try {
            JWK key = JWK.parse(members);
            PublicKey open = key.isPrivate() || !checksSignatures(key) ? null : publicKey(key);
            VerificationKey read = open == null ? null : PublicKeys.of(key.getKeyID(), open);
            return read == null || key.getAlgorithm() == null
                    ? read
                    : read.only(Set.of(key.getAlgorithm().getName()));
        } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException unreadable) {
            return null;
        }
    }

    private static boolean checksSignatures(JWK key) {
        boolean use = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        Set<KeyOperation> operations = key.getKeyOperations();
        return use && (operations == null || operations.contains(KeyOperation.VERIFY));
    }

    private static @Nullable PublicKey publicKey(JWK key) throws JOSEException, GeneralSecurityException {
        if (key instanceof RSAKey rsa) {
            return rsa.toRSAPublicKey();
        }
        if (key instanceof ECKey ec) {
            return ec.toECPublicKey();
        }
        return key instanceof OctetKeyPair pair ? ed25519(pair) : null;
    }

    private static @Nullable PublicKey ed25519(OctetKeyPair pair) throws GeneralSecurityException {
        byte[] point = pair.getDecodedX();
        if (!pair.getCurve().getName().equals("Ed25519") || point.length != ED25519_BYTES) {
            return null;
        }
        var encoded = new ByteArrayOutputStream();
        encoded.writeBytes(ED25519_HEAD);
        encoded.writeBytes(point);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
    }
}
