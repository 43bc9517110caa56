package io.gatehouse.app.keys;

import io.gatehouse.compiler.document.KeyHash;
import io.gatehouse.configuration.Secret;

/** The line of a registry that knows a key by its hash. */
public final class HashLine {

    private HashLine() {}

    /** {@code hash: sha256:...}, ready for the key's entry. */
    public static String of(Secret key) {
        return "hash: " + hash(key);
    }

    /** The hash alone, with its kind: {@code sha256:...}. */
    public static String hash(Secret key) {
        return "sha256:" + KeyHash.of(key).hex();
    }
}
