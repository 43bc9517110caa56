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
