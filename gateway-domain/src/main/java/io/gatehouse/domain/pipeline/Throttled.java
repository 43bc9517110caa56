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
 * @param told the tightest decision so far, which the client is told; null if there is none to tell
 * @param strategy whose decision that is; null if there is none
 * @param applied the strategy that decided last; null if none has decided
 */
public record Throttled(
        int waits,
        @Nullable Permit waiting,
        @Nullable QuotaDecision told,
        @Nullable Strategy strategy,
        @Nullable Strategy applied) {

    /** Nothing yet. */
    public static final Throttled NOT_YET = new Throttled(0, null, null, null, null);

    /** The request waits, for the first time or once more. */
    public Throttled waits(Permit place) {
        return new Throttled(waits + 1, place, told, strategy, applied);
    }

    /** A strategy has decided for good; its decision is told if it is the tightest. */
    public Throttled decided(QuotaDecision grant, Strategy by) {
        boolean tells = grant.hasLimit() && (told == null || !grant.admits() || grant.isTighterThan(told));
        return new Throttled(0, null, tells ? grant : told, tells ? by : strategy, by);
    }
}
