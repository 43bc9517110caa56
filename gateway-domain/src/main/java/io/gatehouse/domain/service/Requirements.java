package io.gatehouse.domain.service;

/**
 * What callers of a version must present.
 *
 * @param key whether a key is asked for
 * @param token whether a token is asked for
 * @param anyOf whether one of both is enough; otherwise all that are asked for
 */
public record Requirements(boolean key, boolean token, boolean anyOf) {

    /** Nothing has to be presented. */
    public static final Requirements NOTHING = new Requirements(false, false, false);

    private static final Requirements KEY = new Requirements(true, false, false);
    private static final Requirements TOKEN = new Requirements(false, true, false);
    private static final Requirements BOTH = new Requirements(true, true, false);
    private static final Requirements EITHER = new Requirements(true, true, true);

    /** The demands for some credentials, all or any of them; the same object for the same demands. */
    public static Requirements of(boolean key, boolean token, boolean anyOf) {
        if (key && token) {
            return anyOf ? EITHER : BOTH;
        }
        return key ? KEY : token ? TOKEN : NOTHING;
    }

    /** Whether nobody passes without a key. */
    public boolean keyAlways() {
        return key && !(anyOf && token);
    }

    /** Whether nobody passes without a token. */
    public boolean tokenAlways() {
        return token && !(anyOf && key);
    }

    /** Whether a key or a token will do, and one of them must be there. */
    public boolean either() {
        return anyOf && key && token;
    }
}
