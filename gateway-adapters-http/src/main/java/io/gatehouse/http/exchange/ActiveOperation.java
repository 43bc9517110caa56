package io.gatehouse.http.exchange;

/** The forwarding of an exchange, as far as the exchange has to know: it can take too long, and it can be called off. */
public interface ActiveOperation {

    /** Acts if a deadline has passed. */
    void check(long nowNanos);

    /** Begins to end what would go on for as long as it likes, for the gateway ends; false if it has no end but its own. */
    default boolean leave(long nowNanos) {
        return false;
    }

    /** The exchange has ended: give back whatever is still held. Does nothing if all has been given back. */
    void abandon();
}
