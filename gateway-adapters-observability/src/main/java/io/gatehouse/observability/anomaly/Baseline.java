package io.gatehouse.observability.anomaly;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The past of one figure of a route: samples by hour of the week, the latest so many of each hour. A new one is compared with their
 * median and median absolute deviation, which single outliers do not move. Used by one thread.
 */
final class Baseline {

    /** Two weeks of an hour, and with fewer than one of them nothing is said. */
    static final int SAMPLES = 24;

    static final int LEAST = 12;

    private static final int HOURS = 168;
    /** Makes of the median absolute deviation what the standard deviation is, where values are distributed normally. */
    private static final double NORMAL = 1.4826;

    private static final float[] NOTHING = {};

    private final float[][] hours = new float[HOURS][];
    private final short[] seen = new short[HOURS];

    /**
     * How a value stands to its past.
     *
     * @param median what is usual at that hour
     * @param deviations how far off the value is, in median absolute deviations; negative if it is below
     */
    record Standing(double median, double deviations) {}

    Baseline() {
        Arrays.fill(hours, NOTHING);
    }

    void learn(int hour, double value) {
        float[] samples = hours[hour];
        if (samples.length == 0) {
            samples = new float[SAMPLES];
            hours[hour] = samples;
        }
        samples[seen[hour] % SAMPLES] = (float) value;
        // Counts on in the same rank, so that it never overflows.
        seen[hour] = (short) (seen[hour] + 1 == 2 * SAMPLES ? SAMPLES : seen[hour] + 1);
    }

    /**
     * Where a value stands; null while too little of a past is known.
     *
     * @param least the least deviation that is taken for one, however regular the past is
     * @param share the same as a share of the median
     */
    @Nullable
    Standing standing(int hour, double value, double least, double share) {
        float[] samples = hours[hour];
        int count = Math.min(seen[hour], SAMPLES);
        if (count < LEAST) {
            return null;
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = samples[i];
        }
        double median = median(values);
        for (int i = 0; i < count; i++) {
            values[i] = Math.abs(values[i] - median);
        }
        double deviation = Math.max(NORMAL * median(values), Math.max(least, share * median));
        return new Standing(median, (value - median) / deviation);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
