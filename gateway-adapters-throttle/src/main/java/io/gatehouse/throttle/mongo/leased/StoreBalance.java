package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit;

/**
 * What the store has left, as it last said; for a stretch of time the least that it said, as answers overtake one another.
 *
 * @param endMillis when its next word counts, whatever it was before
 */
record StoreBalance(long limit, long endMillis, long remaining, long resetAtMillis) {

    /** Also the store's newest word. */
    StoreBalance with(RateLimit newest, long nowMillis, QuotaDecision grant) {
        StoreBalance fresh = of(newest, nowMillis, grant);
        return nowMillis >= endMillis || fresh.remaining < remaining || newest.limit() != limit
                ? new StoreBalance(
                        fresh.limit,
                        nowMillis >= endMillis ? fresh.endMillis : endMillis,
                        fresh.remaining,
                        fresh.resetAtMillis)
                : this;
    }

    static StoreBalance of(RateLimit limit, long nowMillis, QuotaDecision grant) {
        return new StoreBalance(
                limit.limit(), limit.leaseEnd(nowMillis), grant.remaining(), nowMillis + grant.resetMillis());
    }

    /** A permit of a lease of which so many are left. */
    QuotaDecision grant(long nowMillis, long leased) {
        return new QuotaDecision(
                QuotaOutcome.ADMITTED, limit, remaining + leased, Math.max(0, resetAtMillis - nowMillis), 0);
    }
}
