package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.domain.quota.RateLimit;

/**
 * Permits of one counter whose leases have lapsed lately.
 *
 * <p>They are added up for as long as the limit remembers, then from nothing again. So within any such time they are at most
 * twice as many as are allowed here. Not safe for concurrent use.
 */
final class LapsedPermits {

    private long sinceMillis;
    private long lost;

    /** So many have lapsed. */
    void add(RateLimit limit, long nowMillis, long permits) {
        if (permits > 0) {
            forget(limit, nowMillis);
            sinceMillis = lost == 0 ? nowMillis : sinceMillis;
            lost += permits;
        }
    }

    /** How many more may lapse now. */
    long mayStillBeLost(RateLimit limit, long nowMillis) {
        forget(limit, nowMillis);
        return Math.max(0, limit.mostLost() - lost);
    }

    private void forget(RateLimit limit, long nowMillis) {
        if (Math.abs(nowMillis - sinceMillis) >= limit.memoryMillis()) {
            lost = 0;
        }
    }
}
