package io.gatehouse.http.timer;

/**
 * Something that may take too long; looked at a few times a second by its {@link DeadlineScanner}.
 *
 * <p>Walking all of them is cheaper than a timer for each: most end long before any deadline.
 */
public interface HasDeadline {

    /** The slot of something that is not being watched. */
    int NOWHERE = -1;

    /** Acts if a deadline has passed; may stop being watched, and may stop others. */
    void check(long nowNanos);

    /** Ends at once, for the server does. */
    void giveUp();

    /** Ends if it only waits for a client to begin something, for the server takes nothing new. */
    default void closeIdle() {}

    /** Ends, in order if it would go on for as long as it likes and can, for the server waits no longer. */
    default void leave() {}

    /** Whether the scanner looks at it. Of use on the scanner's thread. */
    default boolean isWatched() {
        return slot() != NOWHERE;
    }

    /** Where the scanner keeps this; {@link #NOWHERE} at first. Of use to the scanner only. */
    int slot();

    /** Remembers where the scanner keeps this. Of use to the scanner only. */
    void slot(int slot);
}
