package io.gatehouse.security.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;

/**
 * Checks signatures with nimbus, which sees the algorithm alone: whatever else a token's header says has been judged
 * before and cannot move the library to anything.
 */
record NimbusCheck(JWSVerifier verifier) implements SignatureCheck {

    @Override
    public boolean holds(String algorithm, byte[] signed, String signature) {
        try {
            return verifier.verify(new JWSHeader(JWSAlgorithm.parse(algorithm)), signed, new Base64URL(signature));
        } catch (JOSEException unfit) {
            return false;
        }
    }
}
