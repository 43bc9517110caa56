package io.gatehouse.http.metrics;

import io.gatehouse.domain.quota.QuotaStoreListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How the store of the throttling counters fares. Safe for concurrent use. */
final class QuotaStoreMetrics implements QuotaStoreListener {

    private final AtomicInteger out = new AtomicInteger();
    private final Timer answered;
    private final Timer failed;
    private final Counter leased;

    QuotaStoreMetrics(MeterRegistry registry) {
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
                .serviceLevelObjectives(Buckets.bounds())
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
