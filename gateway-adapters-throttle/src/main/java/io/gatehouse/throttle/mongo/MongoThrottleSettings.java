package io.gatehouse.throttle.mongo;

import io.gatehouse.throttle.mongo.outage.OutageMode;
import java.time.Duration;

/**
 * How the store is counted with.
 *
 * @param mode whether every request is counted there, or permits are taken in batches
 * @param onOutage what holds while the store cannot be asked
 * @param deadline how long a request waits for the store, at least 1 ms; {@link #DEADLINE} unless set
 * @param node names this process, unlike any other that counts in this database
 * @param mostBytes what may be taken of the heap for what the store said, for leases, and for an outage, a third each; at
 *     least 1
 */
public record MongoThrottleSettings(
        LedgerMode mode, OutageMode onOutage, Duration deadline, String node, long mostBytes) {

    /** Long enough for a store near by, short enough for who waits. */
    public static final Duration DEADLINE = Duration.ofMillis(50);

    /** 96 MiB: room for some 100,000 counters at least. */
    public static final long MOST_BYTES = 96L << 20;

    public MongoThrottleSettings {
        if (deadline.toMillis() < 1) {
            throw new IllegalArgumentException("a deadline of less than a millisecond");
        }
        if (node.isEmpty() || mostBytes < 1) {
            throw new IllegalArgumentException("no node, or no room for counters");
        }
    }

    /** These settings with the defaults: 50 ms, and 96 MiB. */
    public static MongoThrottleSettings of(LedgerMode mode, OutageMode onOutage, String node) {
        return new MongoThrottleSettings(mode, onOutage, DEADLINE, node, MOST_BYTES);
    }
}
