package io.gatehouse.http.metrics;

import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaListener;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what throttling decides, by strategy. Safe for concurrent use; takes no lock once a strategy is known. */
final class QuotaMetrics implements QuotaListener {

    private static final int MOST_STRATEGIES = 200;

    private final MeterRegistry registry;
    private final BoundedMeters<String, Map<QuotaOutcome, Counter>> strategies;

    QuotaMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.strategies = new BoundedMeters<>(this::counters, "other", MOST_STRATEGIES);
    }

    @Override
    public void decided(String strategy, QuotaOutcome outcome) {
        Counter counter = strategies.get(strategy).get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    private Map<QuotaOutcome, Counter> counters(String strategy) {
        var counters = new EnumMap<QuotaOutcome, Counter>(QuotaOutcome.class);
        for (QuotaOutcome outcome : QuotaOutcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder(MetricNames.THROTTLE_DECISIONS)
                            .description(
                                    "What throttling made of requests; one that waits and tries again counts each time")
                            .tag("strategy", strategy)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        return counters;
    }

    /** How the store of the throttling counters fares. Safe for concurrent use. */
    static final class Store implements QuotaStoreListener {

        private final AtomicInteger out = new AtomicInteger();
        private final Timer answered;
        private final Timer failed;
        private final Counter leased;

        Store(MeterRegistry registry) {
            answered = calls(registry, "answered");
            failed = calls(registry, "failed");
            leased = Counter.builder(MetricNames.THROTTLE_LEASED)
                    .description("Permits taken from the store ahead of need")
                    .register(registry);
            Gauge.builder(MetricNames.THROTTLE_STORE_OUT, out::get)
                    .description("1 while the store of the throttling counters is not asked, as it does not answer")
                    .register(registry);
        }

        private static Timer calls(MeterRegistry registry, String outcome) {
            return Timer.builder(MetricNames.THROTTLE_STORE_CALLS)
                    .description("Calls to the store of the throttling counters")
                    .tag("outcome", outcome)
                    .serviceLevelObjectives(MetricNames.latencyBounds())
                    .register(registry);
        }

        @Override
        public void asked(long nanos, boolean hasAnswered) {
            (hasAnswered ? answered : failed).record(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void outage(boolean isOut) {
            out.set(isOut ? 1 : 0);
        }

        @Override
        public void leased(long permits) {
            leased.increment((double) permits);
        }
    }
}
