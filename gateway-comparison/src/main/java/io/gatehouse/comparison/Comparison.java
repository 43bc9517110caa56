package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.Severity;
import java.util.List;
import java.util.Map;

/**
 * Everything that changes for callers, losses first.
 *
 * @param changes at most {@value ComparisonFindings#MOST} of each severity
 * @param totals how many there are of each severity, listed or not
 * @param judged how many calls the rules of both sides were asked about
 */
public record Comparison(List<Change> changes, Map<Severity, Integer> totals, long judged) {

    public Comparison {
        changes = List.copyOf(changes);
        totals = Map.copyOf(totals);
    }

    /** How many changes of this severity there are, listed or not. */
    public int total(Severity severity) {
        return totals.getOrDefault(severity, 0);
    }

    /** How many changes are only counted. */
    public int unlisted() {
        return totals.values().stream().mapToInt(Integer::intValue).sum() - changes.size();
    }

    /** Whether anybody loses, or may lose, anything. */
    public boolean isLoss() {
        return total(Severity.LOSS) + total(Severity.POSSIBLE_LOSS) > 0;
    }
}
