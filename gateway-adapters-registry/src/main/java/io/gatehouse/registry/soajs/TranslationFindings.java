package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problem;
import io.gatehouse.configuration.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is to be told of a database: mistakes, and settings without a counterpart. Keeps the first thousand of either. */
final class TranslationFindings {

    private static final int KEPT = 1000;

    private final Problems problems = new Problems();
    private final Set<Notice> notices = new LinkedHashSet<>();
    private boolean isFull;

    /** A mistake: the database is not served with it. */
    void problem(Origin origin, String path, String given, String expected) {
        problems.add(origin, path, given, expected);
    }

    /** A setting that has no counterpart, and what becomes of it; told once, however often it is met. */
    void notice(Origin origin, String path, String what, String outcome) {
        if (notices.size() < KEPT) {
            notices.add(new Notice(origin, path, what, outcome));
        } else {
            isFull = true;
        }
    }

    List<Problem> problems() {
        return problems.list();
    }

    List<Notice> notices() {
        var all = new ArrayList<>(notices);
        if (isFull) {
            all.add(new Notice(Origin.of("all collections"), "", "more than " + KEPT + " such settings", "not told"));
        }
        return List.copyOf(all);
    }
}
