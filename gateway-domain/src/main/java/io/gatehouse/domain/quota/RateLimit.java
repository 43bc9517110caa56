package io.gatehouse.domain.quota;

/**
 * How much is allowed in which time, as a pure rule over what has been used so far.
 *
 * <p>What has been used is an immutable {@link Usage}, so that a store can swap it atomically. Times are milliseconds since
 * the epoch. A clock that is set back never gives permits anew, and never refuses for more than one window longer.
 */
public sealed interface RateLimit extends Limit permits AlignedWindow, SlidingWindow, TokenBucket {

    /** The time in milliseconds that the limit is about: the length of its longest window, or in which an empty bucket fills up. */
    long windowMillis();

    /** The time in milliseconds after which everything that has been used is forgotten. */
    long memoryMillis();

    /** The time in milliseconds since the epoch from which on nothing of a usage counts any more. */
    long forgottenAtMillis(Usage usage);

    /** The permits that are left at this time; 0 where not one more would be granted. */
    long remaining(Usage usage, long nowMillis);

    /** What part of the limit is used at this time: 0 where nothing is, 1 where not one more permit would be granted. */
    default double usedUp(Usage usage, long nowMillis) {
        return 1 - (double) remaining(usage, nowMillis) / limit();
    }

    /** Names what usages are made of: usages of limits with equal forms may be taken for one another. */
    String form();

    /** The same with another limit; usages of both may be taken for one another. */
    RateLimit withLimit(long permits);

    /** Nothing has been used. */
    Usage unused();

    /**
     * Takes permits, or refuses all of them.
     *
     * @param usage what has been used so far, of a limit with the same form
     * @param nowMillis the time
     * @param permits how many; at least 1
     */
    ConsumeResult take(Usage usage, long nowMillis, long permits);

    /**
     * The time in milliseconds since the epoch until which permits may be handed out that are leased now.
     *
     * @see #lease
     */
    long leaseEnd(long nowMillis);

    /** The time from which on they may: a little before now, for threads that have read the clock before. */
    long leaseBegin(long nowMillis);

    /**
     * As {@link #take}, for permits that are handed out later, until {@link #leaseEnd}: refused also where handing them out
     * so late could exceed the definition. What is not handed out by then is lost.
     */
    ConsumeResult lease(Usage usage, long nowMillis, long permits);

    /** Most permits that one process may hold at a time without having handed them out; 0 or 1 where leasing is of no use. */
    long mostLeased();

    /** Most permits that nobody can have for the time of a lease, besides those that are leased. */
    default long mostWithheld() {
        return 0;
    }

    /**
     * Most permits that one process may have leased in vain until it leases no more for as long as {@link #memoryMillis};
     * so what it leaves unused within any such time is at most twice as much.
     */
    long mostLost();

    /** This limit for one of so many equal processes that cannot reach one another; at least one permit. */
    RateLimit shareOf(int processes);

    /** What one of so many equal processes has to answer for of a usage, rounded up; a usage of {@link #shareOf}. */
    Usage share(Usage usage, int processes);

    /** What has been used in two places together; can be more than the limit. */
    Usage sum(Usage one, Usage other, long nowMillis);

    /**
     * The result of an attempt to take permits.
     *
     * @param usage what has been used from now on: the usage that was given, if nothing was granted
     * @param decision the decision
     */
    record ConsumeResult(Usage usage, QuotaDecision decision) {}

    /** What has been used of a limit by one subject. Immutable. */
    sealed interface Usage permits FixedWindow.Used, SlidingWindow.Used, TokenBucket.Used {}
}
