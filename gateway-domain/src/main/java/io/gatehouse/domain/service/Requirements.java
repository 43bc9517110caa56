package io.gatehouse.domain.service;

/**
 * What callers of a version must present.
 *
 * @param key whether a key is asked for
 * @param token whether a token is asked for
 * @param anyOf whether one of both is enough; otherwise all that are asked for
 * @param certificate whether a client certificate is asked for besides
 */
public record Requirements(boolean key, boolean token, boolean anyOf, boolean certificate) {

    /** Nothing has to be presented. */
    public static final Requirements NOTHING = new Requirements(false, false, false, false);

    private static final Requirements KEY = new Requirements(true, false, false, false);
    private static final Requirements TOKEN = new Requirements(false, true, false, false);
    private static final Requirements BOTH = new Requirements(true, true, false, false);
    private static final Requirements EITHER = new Requirements(true, true, true, false);

    /** The demands for some credentials, all or any of them; the same object for the same demands. */
    public static Requirements of(boolean key, boolean token, boolean anyOf) {
        if (key && token) {
            return anyOf ? EITHER : BOTH;
        }
        return key ? KEY : token ? TOKEN : NOTHING;
    }

    /** The same, and a client certificate. */
    public Requirements withCertificate() {
        return new Requirements(key, token, anyOf, true);
    }

    /** Whether nobody passes without a key. */
    public boolean keyAlways() {
        return key && !(anyOf && token);
    }

    /** Whether nobody passes without a token. */
    public boolean tokenAlways() {
        return token && !(anyOf && key);
    }
}
