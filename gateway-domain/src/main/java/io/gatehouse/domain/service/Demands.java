package io.gatehouse.domain.service;

/**
 * What callers of a version must present.
 *
 * @param key whether a key is asked for
 * @param token whether a token is asked for
 * @param anyOf whether one of both is enough; otherwise all that are asked for
 */
public record Demands(boolean key, boolean token, boolean anyOf) {

    /** Nothing has to be presented. */
    public static final Demands NOTHING = new Demands(false, false, false);

    private static final Demands KEY = new Demands(true, false, false);
    private static final Demands TOKEN = new Demands(false, true, false);
    private static final Demands BOTH = new Demands(true, true, false);
    private static final Demands EITHER = new Demands(true, true, true);

    /** The demands for some credentials, all or any of them; the same object for the same demands. */
    public static Demands of(boolean key, boolean token, boolean anyOf) {
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
