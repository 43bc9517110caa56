package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.quota.Permit;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What throttling has found out about a request.
 *
 * @param waits how often the request has waited for the strategy that is being asked
 * @param waiting its place among those that wait; null unless it waits
 * @param reported the tightest decision so far, which is reported to the client; null if there is none
 * @param strategy whose decision that is; null if there is none
 * @param applied the strategy that decided last; null if none has decided
 */
public record Throttled(
        int waits,
        @Nullable Permit waiting,
        @Nullable QuotaDecision reported,
        @Nullable Strategy strategy,
        @Nullable Strategy applied) {

    /** Nothing yet. */
    public static final Throttled NOT_YET = new Throttled(0, null, null, null, null);

    /** The request waits, for the first time or once more. */
    public Throttled waits(Permit place) {
        return new Throttled(waits + 1, place, reported, strategy, applied);
    }

    /** A strategy has decided for good; it is reported if it is the tightest. */
    public Throttled decided(QuotaDecision decision, Strategy by) {
        boolean tightest =
                decision.hasLimit() && (reported == null || !decision.admits() || decision.isTighterThan(reported));
        return new Throttled(0, null, tightest ? decision : reported, tightest ? by : strategy, by);
    }
}
