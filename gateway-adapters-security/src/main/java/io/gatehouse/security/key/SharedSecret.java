package io.gatehouse.security.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Turns a secret into a key; a secret shorter than an algorithm's hash is no key for it (RFC 7518, 3.2). */
public final class SharedSecret {

    private static final Map<String, Integer> BYTES = Map.of("HS256", 32, "HS384", 48, "HS512", 64);

    private SharedSecret() {}

    /** The key; without any algorithm if the secret is too short for all. */
    public static VerificationKey read(byte[] secret) {
        Set<String> algorithms = new LinkedHashSet<>();
        BYTES.forEach((algorithm, least) -> {
            if (secret.length >= least) {
                algorithms.add(algorithm);
            }
        });
        if (algorithms.isEmpty()) {
            return new VerificationKey(null, Set.of(), (algorithm, signed, signature) -> false);
        }
        try {
            return new VerificationKey(null, algorithms, new NimbusCheck(new MACVerifier(secret)));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("a secret of " + secret.length + " bytes was refused", impossible);
        }
    }
}
