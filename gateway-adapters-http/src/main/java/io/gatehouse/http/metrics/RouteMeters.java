package io.gatehouse.http.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The timers of one route, found by method and status class without building a label. Safe for concurrent use. */
final class RouteMeters {

    private final MeterRegistry registry;
    private final RouteKey key;
    private final AtomicReferenceArray<@Nullable Timer> timers =
            new AtomicReferenceArray<>(MethodLabel.values().length * StatusLabel.COUNT);

    RouteMeters(MeterRegistry registry, RouteKey key) {
        this.registry = registry;
        this.key = key;
    }

    void record(String method, int status, long nanos) {
        MethodLabel label = MethodLabel.of(method);
        int statusClass = StatusLabel.index(status);
        Timer timer = timers.getAcquire(at(label, statusClass));
        (timer == null ? begin(label, statusClass) : timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer begin(MethodLabel method, int statusClass) {
        Timer timer = Timer.builder(MetricNames.REQUESTS)
                .description("Requests from the head being read to the end of the response")
                .tag("route", key.route())
                .tag("service", key.service())
                .tag("method", method.name())
                .tag("status", StatusLabel.name(statusClass))
                .serviceLevelObjectives(Buckets.bounds())
                .register(registry);
        timers.setRelease(at(method, statusClass), timer);
        return timer;
    }

    /** Takes the timers out of the registry. */
    void remove() {
        for (int i = 0; i < timers.length(); i++) {
            Timer timer = timers.getAcquire(i);
            if (timer != null) {
                registry.remove(timer);
            }
        }
    }

    private static int at(MethodLabel method, int statusClass) {
        return method.index() * StatusLabel.COUNT + statusClass;
    }
}
