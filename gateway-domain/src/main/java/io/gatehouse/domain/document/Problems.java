package io.gatehouse.domain.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the problems of a whole configuration, so that they can all be told at once. Keeps the first thousand and
 * counts the rest. Not safe for use by several threads.
 */
public final class Problems {

    private static final int KEPT = 1000;
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.origin().source())
            .thenComparing(problem -> problem.origin().line())
            .thenComparing(problem -> problem.origin().column());

    private final List<Problem> kept = new ArrayList<>();
    private int total;

    /** Adds one problem; beyond the thousandth it is only counted. */
    public void add(Problem problem) {
        total++;
        if (kept.size() < KEPT) {
            kept.add(problem);
        }
    }

    /** Adds a problem made of its parts. */
    public void add(Origin origin, String path, String given, String expected) {
        add(new Problem(origin, path, given, expected));
    }

    /** Adds all that another collector has found. */
    public void addAll(Problems others) {
        others.kept.forEach(this::add);
        total += others.total - others.kept.size();
    }

    public boolean isEmpty() {
        return total == 0;
    }

    /** How many were found, kept or not. */
    public int total() {
        return total;
    }

    /** The kept problems, by source, line and column. */
    public List<Problem> list() {
        return kept.stream().sorted(BY_PLACE).toList();
    }

    /** A numbered list, one problem a line, empty if there is none. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (Problem problem : list()) {
            text.append(number++).append(". ").append(problem).append('\n');
        }
        if (total > kept.size()) {
            text.append("and ").append(total - kept.size()).append(" more\n");
        }
        return text.toString();
    }
}
