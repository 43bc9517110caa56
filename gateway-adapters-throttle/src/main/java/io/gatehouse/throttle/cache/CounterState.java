package io.gatehouse.throttle.cache;

/** What this process keeps of one counter. Safe for concurrent use; nothing here blocks. */
public interface CounterState {

    /** The bytes that it takes of the heap at most, counted rather too high. */
    int bytes();

    /**
     * What part of its limit is used at this time: 0 where nothing would be lost with it, 1 where the next permit is
     * refused, so that whoever drops it lets off somebody who is over his limit.
     */
    double usedUp(long nowMillis);

    /** The time in milliseconds since the epoch from which on it does not matter any more. */
    long forgottenAtMillis();

    /**
     * Ends if it does not matter any more at this time, and says whether it has ended: then it is dropped, and nothing must
     * be counted with it any more.
     */
    boolean endIfIdle(long nowMillis);

    /** The same unless its limit is exceeded. */
    boolean endUnlessUsedUp(long nowMillis);

    /** Ends it whatever has been used. */
    void end();
}
