package io.gatehouse.benchmarks.load.round;

import java.util.Collection;

/**
 * How numbers are spread: a median and what lies around it. All NaN for no numbers.
 *
 * @param least the smallest
 * @param lower the lower quartile
 * @param median half are below
 * @param upper the upper quartile
 * @param greatest the largest
 */
public record Distribution(double least, double lower, double median, double upper, double greatest) {

    /** Of these numbers, in any order. */
    public static Distribution of(Collection<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Distribution(at(sorted, 0), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 1));
    }

    /** Whether there were no numbers. */
    public boolean isEmpty() {
        return Double.isNaN(median);
    }

    /** Between two numbers, in proportion: what spreadsheets call the inclusive quartile. */
    private static double at(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
