package io.gatehouse.app.keys;

import io.gatehouse.configuration.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes keys that nobody can guess. */
public final class NewKey {

    /** In bytes: 256 bits, as many as the hash has. */
    public static final int USUAL_LENGTH = 32;
    /** In bytes: 128 bits cannot be tried out. */
    public static final int SHORTEST = 16;
    /** In bytes; more says nothing more, and has to fit into a header. */
    public static final int LONGEST = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

    private NewKey() {}

    /** A key of that many random bytes, in base64url without padding: fit for a header, a query and a file. */
    public static Secret ofBytes(int length) {
        if (length < SHORTEST || length > LONGEST) {
            throw new IllegalArgumentException(length + " bytes");
        }
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Secret.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
