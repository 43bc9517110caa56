package io.gatehouse.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the problems of a whole configuration, so that they can all be reported at once, and beside them what is no mistake
 * but worth a warning. Keeps the first thousand of each and counts the rest. Not safe for use by several threads.
 */
public final class Problems {

    private static final int KEPT = 1000;
    private static final Comparator<Origin> PLACES =
            Comparator.comparing(Origin::source).thenComparing(Origin::line).thenComparing(Origin::column);
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(Problem::origin, PLACES);

    private final List<Problem> kept = new ArrayList<>();
    private final List<Notice> warnings = new ArrayList<>();
    private int total;
    private int warned;

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

    /** Adds something that is no mistake, but hardly meant; beyond the thousandth it is only counted. */
    public void warn(Notice warning) {
        warned++;
        if (warnings.size() < KEPT) {
            warnings.add(warning);
        }
    }

    /** Adds all that another collector has found, warnings too. */
    public void addAll(Problems others) {
        others.kept.forEach(this::add);
        total += others.total - others.kept.size();
        others.warnings.forEach(this::warn);
        warned += others.warned - others.warnings.size();
    }

    public boolean isEmpty() {
        return total == 0;
    }

    /** How many were found, kept or not. */
    public int total() {
        return total;
    }

    /** The kept warnings, by source, line and column; a last one says how many more there are. */
    public List<Notice> warnings() {
        var sorted = new ArrayList<>(warnings);
        sorted.sort(Comparator.comparing(Notice::origin, PLACES));
        if (warned > warnings.size()) {
            int more = warned - warnings.size();
            sorted.add(new Notice(Origin.of("..."), "", more + " more warnings", "they are not listed"));
        }
        return sorted;
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
