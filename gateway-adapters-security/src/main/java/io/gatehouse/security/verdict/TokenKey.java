package io.gatehouse.security.verdict;

/**
 * A token together with the settings it is judged by, compared in full.
 *
 * <p>The hash takes the end of the token alone: that is the signature, or random, and hashing a kilobyte would be half of
 * what a remembered verdict costs. Whoever chooses ends that collide gains nothing, because keys are ordered as well and
 * crowded slots become trees.
 *
 * @param settings the number of the settings, never used for others
 * @param token the token
 */
public record TokenKey(long settings, String token) implements Comparable<TokenKey> {

    private static final int HASHED = 48;

    @Override
    public int hashCode() {
        int hash = Long.hashCode(settings);
        for (int i = Math.max(0, token.length() - HASHED); i < token.length(); i++) {
            hash = 31 * hash + token.charAt(i);
        }
        return 31 * hash + token.length();
    }

    @Override
    public int compareTo(TokenKey other) {
        int order = Long.compare(settings, other.settings);
        return order == 0 ? token.compareTo(other.token) : order;
    }
}
