package io.gatehouse.comparison;

import java.util.Collection;
import java.util.List;

/** Lists for people: the first few, and how many more. */
final class ListText {

    static final int SHOWN = 3;

    private ListText() {}

    /** {@code a, b, c and 9 more}. */
    static String some(Collection<String> names, int total) {
        List<String> shown = names.stream().limit(SHOWN).toList();
        String more = total > shown.size() ? " and " + (total - shown.size()) + " more" : "";
        return String.join(", ", shown) + more;
    }

    /** The same of all names that there are. */
    static String some(Collection<String> names) {
        return some(names, names.size());
    }

    static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
