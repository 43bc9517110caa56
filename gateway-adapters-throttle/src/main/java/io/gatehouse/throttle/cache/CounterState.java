package io.gatehouse.throttle.cache;

/** What this process keeps of one counter. Safe for concurrent use. */
public interface CounterState {

    /**
     * Ends if it does not matter any more at this time, and says whether it has ended: then it is dropped, and nothing must
     * be counted with it any more. Never blocks.
     */
    boolean endIfIdle(long nowMillis);
}
