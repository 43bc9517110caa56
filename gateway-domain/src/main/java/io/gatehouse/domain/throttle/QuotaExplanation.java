package io.gatehouse.domain.throttle;

import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.Strategy;
import java.util.Locale;

/** Says in words for operators what a strategy has decided. */
final class QuotaExplanation {

    private QuotaExplanation() {}

    static String of(QuotaRule quota, Strategy strategy, QuotaDecision decision) {
        String per = strategy.per().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "strategy " + strategy.name() + " per " + per + ", chosen by " + quota.level() + ": "
                + outcome(decision, strategy);
    }

    private static String outcome(QuotaDecision decision, Strategy strategy) {
        return switch (decision.outcome()) {
            case ADMITTED -> admitted(decision);
            case REFUSED -> "the limit of " + decision.limit() + " is used up" + waits(strategy);
            case UNCOUNTED -> "the store cannot be asked, and outages are open";
            case UNAVAILABLE -> "the store cannot be asked, and outages are closed";
        };
    }

    private static String admitted(QuotaDecision decision) {
        return decision.hasLimit()
                ? decision.remaining() + " of " + decision.limit() + " would be left"
                : "there is room";
    }

    private static String waits(Strategy strategy) {
        return strategy.retries() == 0
                ? ""
                : "; a request waits and tries again first, " + strategy.retries() + " times each "
                        + strategy.delay().toMillis() + " ms";
    }
}
