package io.gatehouse.domain.comparison;

import java.util.List;
import java.util.Map;

/**
 * Everything that changes for callers, losses first.
 *
 * @param changes at most {@value Findings#MOST} of each effect
 * @param totals how many there are of each effect, told or not
 * @param judged how many calls the rules of both sides were asked about
 */
public record Comparison(List<Change> changes, Map<Effect, Integer> totals, long judged) {

    public Comparison {
        changes = List.copyOf(changes);
        totals = Map.copyOf(totals);
    }

    /** How many changes of this effect there are, told or not. */
    public int total(Effect effect) {
        return totals.getOrDefault(effect, 0);
    }

    /** How many changes are only counted. */
    public int untold() {
        return totals.values().stream().mapToInt(Integer::intValue).sum() - changes.size();
    }

    /** Whether anybody loses, or may lose, anything. */
    public boolean isLoss() {
        return total(Effect.LOSS) + total(Effect.POSSIBLE_LOSS) > 0;
    }
}
