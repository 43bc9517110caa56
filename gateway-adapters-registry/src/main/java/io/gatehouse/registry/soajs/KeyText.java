package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.KeyHash;
import io.gatehouse.configuration.Secret;

/** The text of an external key. It is compared as it is, so that only its hash needs to be kept. */
final class KeyText {

    private KeyText() {}

    /** Its SHA-256 in hex digits. */
    static String fingerprint(String key) {
        return KeyHash.of(Secret.parse(key)).hex();
    }
}
