package io.gatehouse.benchmarks.load.report;

import io.gatehouse.benchmarks.load.round.Slot;
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
record Ratios(int good, int rounds, Spread cpu, Spread requests) {

    static Ratios of(List<Slot> first, List<Slot> second) {
        int rounds = Math.min(first.size(), second.size());
        List<Double> cpu = perRound(first, second, Slot::cpuMicros);
        List<Double> requests = perRound(first, second, Slot::requestsPerSecond);
        return new Ratios(requests.size(), rounds, Spread.of(cpu), Spread.of(requests));
    }

    private static List<Double> perRound(List<Slot> first, List<Slot> second, ToDoubleFunction<Slot> figure) {
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < Math.min(first.size(), second.size()); round++) {
            Slot one = first.get(round);
            Slot other = second.get(round);
            if (one.good() && other.good()) {
                ratios.add(figure.applyAsDouble(one) / figure.applyAsDouble(other));
            }
        }
        return ratios;
    }
}
