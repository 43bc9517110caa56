package io.gatehouse.app.reload;

import java.util.List;
import java.util.StringJoiner;

/** A numbered list for the log. */
final class Numbered {

    private static final int MOST = 50;

    private Numbered() {}

    /** The first of them, one a line, and how many more there are. */
    static String lines(List<String> all, int total) {
        var lines = new StringJoiner("\n");
        int shown = Math.min(MOST, all.size());
        for (int i = 0; i < shown; i++) {
            lines.add((i + 1) + ". " + all.get(i));
        }
        if (total > shown) {
            lines.add("and " + (total - shown) + " more");
        }
        return lines.toString();
    }
}
