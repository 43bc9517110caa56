package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.proxy.Target;

/**
 * One measurement of one proxy.
 *
 * @param target what was measured
 * @param load what came of asking it
 * @param cpuNanos processor time that the proxy used meanwhile
 * @param otherCores processors that programs which are no part of the run kept busy, on average; NaN if unknown
 */
public record MeasuredSlot(Target.Kind target, Load load, long cpuNanos, double otherCores) {

    /** Requests a second. */
    public double requestsPerSecond() {
        return load.requests() * 1e9 / load.nanos();
    }

    /** The proxy's processor time for one request, in microseconds. */
    public double cpuMicros() {
        return cpuNanos / 1e3 / load.requests();
    }

    /** Processors that the proxy kept busy, on average. */
    public double cores() {
        return (double) cpuNanos / load.nanos();
    }

    /** Whether it may be compared: there were answers, and nothing else. */
    public boolean good() {
        return load.errors() == 0 && load.requests() > 0;
    }

    /** Whether other programs were busier than that; what is unknown is not noisy. */
    public boolean noisierThan(double cores) {
        return otherCores > cores;
    }
}
