package io.gatehouse.benchmarks.load.round;

import java.util.Map;
import java.util.TreeMap;

/**
 * One measurement.
 *
 * @param curve which curve or table it belongs to
 * @param contestant what was measured
 * @param x the place on the curve: how many keys, bytes, connections
 * @param round the round, from 1
 * @param figures what was measured, by {@link Figure#key}
 */
public record Sample(String curve, String contestant, double x, int round, Map<String, Double> figures) {

    public Sample {
        figures = new TreeMap<>(figures);
    }

    /** A figure; NaN if it was not measured. */
    public double get(Figure figure) {
        return figures.getOrDefault(figure.key(), Double.NaN);
    }

    /** Whether there were responses, and nothing else. */
    public boolean good() {
        return !(get(Figure.ERRORS) > 0) && !(get(Figure.RATE) <= 0);
    }
}
