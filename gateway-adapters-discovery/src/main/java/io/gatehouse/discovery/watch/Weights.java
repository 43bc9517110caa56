package io.gatehouse.discovery.watch;

import java.util.List;

/** Brings weights of a source to those of hosts, 1 to 100. */
public final class Weights {

    private static final int LARGEST = 100;

    private Weights() {}

    /**
     * The same shares in whole numbers: as they are if they are such already, else with the largest as 100. What is to get next to
     * nothing, with a weight of 0, gets 1: no source drains a host by it.
     */
    public static List<Integer> of(List<Double> given) {
        double largest = given.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        boolean whole = largest <= LARGEST && given.stream().allMatch(weight -> weight == Math.rint(weight));
        double factor = whole || largest <= 0 ? 1 : LARGEST / largest;
        return given.stream()
                .map(weight -> Math.max(1, (int) Math.round(weight * factor)))
                .toList();
    }
}
