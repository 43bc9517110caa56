package io.gatehouse.http.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * A clock for meters whose time of day is moved on by the exchanges that are reported, and by scrapes.
 *
 * <p>Meters read it several times for every recording, only to know when a window of minutes is over. Asking the machine
 * each time costs more than all the rest of a recording; half a second of delay costs nothing. Safe for concurrent use.
 */
public final class TrafficClock implements Clock {

    private static final long STEP_MILLIS = 500;

    private volatile long millis = System.currentTimeMillis();

    /** A registry for Prometheus that goes by this clock. */
    public PrometheusMeterRegistry prometheusRegistry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), this);
    }

    /** The same, whose histograms name traces, for those who read it as OpenMetrics. */
    public PrometheusMeterRegistry prometheusRegistry(Exemplars exemplars) {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), this, exemplars);
    }

    /** Moves on to this time, if it is far enough ahead to matter. */
    void passed(long epochMillis) {
        if (epochMillis - millis >= STEP_MILLIS) {
            millis = epochMillis;
        }
    }

    /** Takes over the machine's time, also where that has been set back. */
    void set() {
        millis = System.currentTimeMillis();
    }

    @Override
    public long wallTime() {
        return millis;
    }

    @Override
    public long monotonicTime() {
        return System.nanoTime();
    }
}
