package io.gatehouse.domain.throttle;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.LearnedLimit;
import io.gatehouse.domain.quota.LearnedLimits;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Has adaptive limits learn from what was granted, and from nothing else. Safe for concurrent use. */
record Adaptation(LearnedLimits learned) {

    /** The limit that holds for the counter now. */
    RateLimit present(AdaptiveRate rate, RequestState state, CounterKey counter) {
        LearnedLimit known = find(state, counter);
        return known == null ? rate.start() : known.at(state.exchange().startedMillis(), rate);
    }

    /**
     * Learns from a decision. What the ledger says is used includes what other processes have granted; what it decided by another limit, as
     * in an outage of its store, says nothing.
     */
    void learn(AdaptiveRate rate, RequestState state, CounterKey counter, QuotaDecision decision) {
        LearnedLimit known = find(state, counter);
        if (decision.outcome() == QuotaOutcome.ADMITTED) {
            if (known == null) {
                known = learned.begin(
                        state.caller().tenant(), counter, rate, state.exchange().startedMillis());
            }
            if (!state.observed().isEmpty()) {
                known.refused();
            } else if (decision.limit()
                    == known.at(state.exchange().startedMillis(), rate).limit()) {
                known.granted(decision.limit() - decision.remaining());
            }
        } else if (decision.outcome() == QuotaOutcome.REFUSED && known != null) {
            known.refused();
        }
    }

    private @Nullable LearnedLimit find(RequestState state, CounterKey counter) {
        return learned.find(state.caller().tenant(), counter, state.exchange().startedMillis());
    }

    /** Why the limit stands where it does, in words for operators. */
    String explain(AdaptiveRate rate, RequestState state, CounterKey counter) {
        LearnedLimit known = find(state, counter);
        if (known != null) {
            known.at(state.exchange().startedMillis(), rate);
        }
        String bounds = "; adaptive from " + rate.min() + " to " + rate.max() + ", ";
        if (known == null || known.windows() == 0) {
            return bounds + "nothing learned yet";
        }
        String headroom =
                BigDecimal.valueOf(rate.headroom()).stripTrailingZeros().toPlainString();
        return bounds + "begun with " + rate.limit() + ", on its way to " + headroom + " x " + known.usual()
                + ", the median of " + known.windows() + " windows";
    }
}
