package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.domain.quota.Grant;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Ruling;

/**
 * What the store has left, as it last said; for a stretch of time the least that it said, as answers overtake one another.
 *
 * @param endMillis when its next word counts, whatever it was before
 */
record StoreRest(long limit, long endMillis, long remaining, long resetAtMillis) {

    /** Also the store's newest word. */
    StoreRest with(RateLimit newest, long nowMillis, Grant grant) {
        StoreRest fresh = of(newest, nowMillis, grant);
        return nowMillis >= endMillis || fresh.remaining < remaining || newest.limit() != limit
                ? new StoreRest(
                        fresh.limit,
                        nowMillis >= endMillis ? fresh.endMillis : endMillis,
                        fresh.remaining,
                        fresh.resetAtMillis)
                : this;
    }

    static StoreRest of(RateLimit limit, long nowMillis, Grant grant) {
        return new StoreRest(
                limit.limit(), limit.leaseEnd(nowMillis), grant.remaining(), nowMillis + grant.resetMillis());
    }

    /** A permit of a lease of which so many are left. */
    Grant grant(long nowMillis, long leased) {
        return new Grant(Ruling.ADMITTED, limit, remaining + leased, Math.max(0, resetAtMillis - nowMillis), 0);
    }
}
