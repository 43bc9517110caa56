package io.gatehouse.comparison;

import java.util.List;
import java.util.Map;

/**
 * Everything that changes for callers, losses first.
 *
 * @param changes at most {@value ComparisonFindings#MOST} of each effect
 * @param totals how many there are of each effect, told or not
 * @param judged how many calls the rules of both sides were asked about
 */
public record Comparison(List<Change> changes, Map<Severity, Integer> totals, long judged) {

    public Comparison {
        changes = List.copyOf(changes);
        totals = Map.copyOf(totals);
    }

    /** How many changes of this effect there are, told or not. */
    public int total(Severity effect) {
        return totals.getOrDefault(effect, 0);
    }

    /** How many changes are only counted. */
    public int untold() {
        return totals.values().stream().mapToInt(Integer::intValue).sum() - changes.size();
    }

    /** Whether anybody loses, or may lose, anything. */
    public boolean isLoss() {
        return total(Severity.LOSS) + total(Severity.POSSIBLE_LOSS) > 0;
    }
}
