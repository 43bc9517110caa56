package io.gatehouse.domain.quota;

import io.gatehouse.domain.Port;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;

/**
 * Hears of every outcome that a request gets; a request that waits and tries again gets several.
 *
 * <p>Called on I/O threads: implementations never block and never throw. Safe for concurrent use.
 */
@Port
@FunctionalInterface
public interface QuotaListener {

    /** Cares for nothing. */
    QuotaListener NONE = (strategy, outcome) -> {};

    /** A request was judged by a strategy. */
    void decided(String strategy, QuotaOutcome outcome);
}
