package io.gatehouse.http.metrics;

import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what throttling rules, by strategy. Safe for concurrent use; takes no lock once a strategy is known. */
final class QuotaMetrics implements QuotaListener {

    private static final int MOST_STRATEGIES = 200;

    private final MeterRegistry registry;
    private final Bounded<String, Map<QuotaOutcome, Counter>> strategies;

    QuotaMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.strategies = new Bounded<>(this::counters, "other", MOST_STRATEGIES);
    }

    @Override
    public void ruled(String strategy, QuotaOutcome ruling) {
        Counter counter = strategies.get(strategy).get(ruling);
        if (counter != null) {
            counter.increment();
        }
    }

    private Map<QuotaOutcome, Counter> counters(String strategy) {
        var counters = new EnumMap<QuotaOutcome, Counter>(QuotaOutcome.class);
        for (QuotaOutcome ruling : QuotaOutcome.values()) {
            counters.put(
                    ruling,
                    Counter.builder(MetricNames.THROTTLE_DECISIONS)
                            .description(
                                    "What throttling made of requests; one that waits and tries again counts each time")
                            .tag("strategy", strategy)
                            .tag("outcome", ruling.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        return counters;
    }
}
