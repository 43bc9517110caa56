package io.gatehouse.security.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Checks Ed25519 signatures with the JDK, because nimbus would want another library (Tink) for what the JDK has known
 * since version 15.
 */
record Ed25519Check(PublicKey key) implements SignatureCheck {

    private static final int BYTES = 64;

    @Override
    public boolean holds(String algorithm, byte[] signed, String signature) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(signature);
            if (bytes.length != BYTES) {
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
