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
 * @param mostCounters counters that are remembered at most of what the store said, of leases, and of an outage each; at
 *     least 1
 */
public record MongoThrottleSettings(
        LedgerMode mode, OutageMode onOutage, Duration deadline, String node, long mostCounters) {

    /** Long enough for a store near by, short enough for who waits. */
    public static final Duration DEADLINE = Duration.ofMillis(50);

    /** Room for so many counters: roughly 100 MB at worst. */
    public static final long MOST_COUNTERS = 200_000;

    public MongoThrottleSettings {
        if (deadline.toMillis() < 1) {
            throw new IllegalArgumentException("a deadline of less than a millisecond");
        }
        if (node.isEmpty() || mostCounters < 1) {
            throw new IllegalArgumentException("no node, or no room for counters");
        }
    }

    /** These settings with the defaults: 50 ms, and room for 200,000 counters. */
    public static MongoThrottleSettings of(LedgerMode mode, OutageMode onOutage, String node) {
        return new MongoThrottleSettings(mode, onOutage, DEADLINE, node, MOST_COUNTERS);
    }
}
