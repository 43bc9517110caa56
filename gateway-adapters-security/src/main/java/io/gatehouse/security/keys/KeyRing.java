package io.gatehouse.security.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import io.gatehouse.security.fetch.JsonReader;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a set (RFC 7517) that may check signatures: not those for a {@code use} or {@code key_ops} other than that, and each for
 * its own {@code alg} only where it names one.
 *
 * <p>A symmetric key is never taken, as a set is public and its secret with it; nor is a key that comes with its private
 * part, since whoever can read the set can sign with it.
 */
public final class KeyRing {

    /** No provider has more; a longer set would only make every token without a key's name dear. */
    private static final int MOST_KEYS = 100;

    /** How many keys are tried on a token that does not say which one it was signed with. */
    private static final int MOST_TRIED = 8;

    /** The ASN.1 head of an Ed25519 key (RFC 8410), before its 32 bytes. */
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    private final List<VerificationKey> keys;

    /** Exactly these keys. */
    public KeyRing(List<VerificationKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The keys of a key set's text that can be used; null if it is no key set, or one of more than 100 keys. */
    public static @Nullable KeyRing read(byte[] text) {
        Map<String, Object> set = JsonReader.object(text);
        if (set == null || !(set.get("keys") instanceof List<?> entries) || entries.size() > MOST_KEYS) {
            return null;
        }
        var keys = new ArrayList<VerificationKey>();
        for (Object entry : entries) {
            VerificationKey key = entry instanceof Map<?, ?> members ? key(members) : null;
            if (key != null) {
                keys.add(key);
            }
        }
        return new KeyRing(keys);
    }

    /** One by one, as nimbus' own reading of sets would give up all keys for a single broken one. */
    @SuppressWarnings("unchecked") // What is read from JSON has names for keys.
    private static @Nullable VerificationKey key(Map<?, ?> members) {
        try {
            JWK key = JWK.parse((Map<String, Object>) members);
            PublicKey open = key.isPrivate() || !checksSignatures(key) ? null : publicKey(key);
            VerificationKey read = open == null ? null : VerificationKey.of(key.getKeyID(), open);
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
        if (key instanceof OctetKeyPair pair) {
            return ed25519(pair);
        }
        return key instanceof AsymmetricJWK asymmetric ? asymmetric.toPublicKey() : null;
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

    /**
     * The keys that may check a signature of this algorithm, with this name, or any name if the token has none. The only key
     * of a set, if it has no name, fits any.
     */
    public List<VerificationKey> fitting(@Nullable String id, String algorithm) {
        boolean nameless = keys.size() == 1 && keys.get(0).id() == null;
        var fitting = new ArrayList<VerificationKey>(2);
        for (VerificationKey key : keys) {
            boolean named = id == null || nameless || id.equals(key.id());
            if (named && key.algorithms().contains(algorithm) && fitting.size() < MOST_TRIED) {
                fitting.add(key);
            }
        }
        return fitting;
    }

    /** How many keys there are. */
    public int size() {
        return keys.size();
    }
}
