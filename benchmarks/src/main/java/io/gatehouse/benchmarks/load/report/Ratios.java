package io.gatehouse.benchmarks.load.report;

import io.gatehouse.benchmarks.load.round.MeasuredSlot;
import java.util.ArrayList;
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
}
