package io.gatehouse.http.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The bounds of all latency histograms: fixed, so that histograms of many gateways can be added up.
 *
 * <p>Steps of two to two and a half: fine where a proxy spends its time (below 100 ms), and up to the longest wait that
 * a default time-out allows. Each labelled histogram costs one series a bound.
 */
final class Buckets {

    private static final Duration[] BOUNDS = LongStream.of(
                    500,
                    1_000,
                    2_500,
                    5_000,
                    10_000,
                    25_000,
                    50_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    5_000_000,
                    10_000_000,
                    30_000_000,
                    60_000_000)
            .mapToObj(micros -> Duration.ofNanos(1_000 * micros))
            .toArray(Duration[]::new);

    private Buckets() {}

    /** Upper bounds, ascending. */
    static Duration[] bounds() {
        return BOUNDS.clone();
    }
}
