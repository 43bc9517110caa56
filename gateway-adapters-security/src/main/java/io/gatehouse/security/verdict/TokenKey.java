package io.gatehouse.security.verdict;

import io.gatehouse.domain.identity.TokenIssuer;
import org.jspecify.annotations.Nullable;

/**
 * A token together with the settings it is judged by: the text compared in full, the settings by being the same object, so that
 * nothing of them has to be read.
 *
 * <p>The hash takes the end of the token alone: that is the signature, or random, and hashing a kilobyte would be half of
 * what a remembered verdict costs. Whoever chooses ends that collide gains nothing, because keys are ordered as well and
 * crowded slots become trees.
 *
 * @param settings the settings; equal ones that are another object are others
 * @param token the token
 */
public record TokenKey(TokenIssuer settings, String token) implements Comparable<TokenKey> {

    private static final int HASHED = 48;

    @Override
    @SuppressWarnings("ReferenceEquality") // a verdict is for the very settings it was reached with
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenKey key && settings == key.settings && token.equals(key.token);
    }

    @Override
    public int hashCode() {
        int hash = token.length();
        for (int i = Math.max(0, token.length() - HASHED); i < token.length(); i++) {
            hash = 31 * hash + token.charAt(i);
        }
        return hash;
    }

    /** By token; of the same one, in an order that lasts as long as the settings. */
    @Override
    public int compareTo(TokenKey other) {
        int order = token.compareTo(other.token);
        return order == 0
                ? Integer.compare(System.identityHashCode(settings), System.identityHashCode(other.settings))
                : order;
    }
}
