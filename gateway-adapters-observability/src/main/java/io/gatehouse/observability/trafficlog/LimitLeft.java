package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * A limit as the last call that it counted left it.
 *
 * @param strategy the name of its strategy
 * @param limit most permits at once
 * @param remaining what was left
 * @param resetsMillis when all are back if no more are taken, since the epoch
 * @param adaptive the bounds within which the limit follows the key's calls; null if it is fixed
 */
public record LimitLeft(
        String strategy,
        long limit,
        long remaining,
        long resetsMillis,
        @Nullable Adaptive adaptive) {

    /** As a decision of this time left it. */
    public static LimitLeft of(Strategy strategy, QuotaDecision decision, long nowMillis) {
        return new LimitLeft(
                strategy.name(),
                decision.limit(),
                decision.remaining(),
                nowMillis + decision.resetMillis(),
                strategy.limit() instanceof AdaptiveRate rate
                        ? new Adaptive(rate.start().limit(), rate.min(), rate.max())
                        : null);
    }

    /** The share that is left. */
    public double share() {
        return (double) remaining / limit;
    }

    /** What a limit begins with, and its bounds. */
    public record Adaptive(long start, long min, long max) {}
}
