package io.gatehouse.benchmarks.load.round;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One proxy against another, round by round: the speed of a machine drifts, but little within a round.
 *
 * @param good the rounds in which both gave good answers only; no others are compared
 * @param rounds all rounds
 * @param cpu processor time for a request, the first against the second
 * @param requests requests a second, the first against the second
 */
record Ratios(int good, int rounds, Distribution cpu, Distribution requests) {

    static Ratios of(List<MeasuredSlot> first, List<MeasuredSlot> second) {
        int rounds = Math.min(first.size(), second.size());
        List<Double> cpu = perRound(first, second, MeasuredSlot::cpuMicros);
        List<Double> requests = perRound(first, second, MeasuredSlot::requestsPerSecond);
        return new Ratios(requests.size(), rounds, Distribution.of(cpu), Distribution.of(requests));
    }

    private static List<Double> perRound(
            List<MeasuredSlot> first, List<MeasuredSlot> second, ToDoubleFunction<MeasuredSlot> figure) {
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < Math.min(first.size(), second.size()); round++) {
            MeasuredSlot one = first.get(round);
            MeasuredSlot other = second.get(round);
            if (one.good() && other.good()) {
                ratios.add(figure.applyAsDouble(one) / figure.applyAsDouble(other));
            }
        }
        return ratios;
    }

    /**
     * How numbers are spread: a median and what lies around it. All NaN for no numbers.
     *
     * @param least the smallest
     * @param lower the lower quartile
     * @param median half are below
     * @param upper the upper quartile
     * @param greatest the largest
     */
    record Distribution(double least, double lower, double median, double upper, double greatest) {

        static Distribution of(Collection<Double> numbers) {
            double[] sorted =
                    numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return new Distribution(at(sorted, 0), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 1));
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
}
