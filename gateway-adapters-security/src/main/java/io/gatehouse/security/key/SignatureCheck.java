package io.gatehouse.security.key;

/** Checks signatures with one key. Never throws; safe for concurrent use. */
@FunctionalInterface
public interface SignatureCheck {

    /**
     * Whether this is the key's signature of these bytes.
     *
     * @param algorithm a JOSE name that the key is meant for
     * @param signed what is signed
     * @param signature the signature in base64url
     */
    boolean holds(String algorithm, byte[] signed, String signature);
}
