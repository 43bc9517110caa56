package io.gatehouse.domain.quota;

/**
 * How much is allowed in which time, as a pure rule over what has been used so far.
 *
 * <p>What has been used is an immutable {@link Usage}, so that a store can swap it atomically. Times are milliseconds since
 * the epoch. A clock that is set back never gives permits anew, and never refuses for more than one window longer.
 */
public sealed interface RateLimit extends Limit permits FixedWindow, SlidingWindow, TokenBucket {

    /** The time in milliseconds that the limit is about: the length of its window, or in which an empty bucket fills up. */
    long windowMillis();

    /** The time in milliseconds after which everything that has been used is forgotten. */
    long memoryMillis();

    /** Names what usages are made of: usages of limits with equal forms may be taken for one another. */
    String form();

    /** Nothing has been used. */
    Usage unused();

    /**
     * Takes permits, or refuses all of them.
     *
     * @param usage what has been used so far, of a limit with the same form
     * @param nowMillis the time
     * @param permits how many; at least 1
     */
    Taking take(Usage usage, long nowMillis, long permits);
}
