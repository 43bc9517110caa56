package io.gatehouse.benchmarks.load.cpu;

import java.util.List;

/**
 * The processor time in a Linux {@code /proc/<pid>/stat}, in clock ticks.
 *
 * @param own user and system time of all its threads, also of those that have ended
 * @param endedChildren the same of the children that it has waited for
 */
record ProcessStat(long own, long endedChildren) {

    /** Fields after the name, which stands in parentheses and may hold anything, parentheses and blanks too. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    static ProcessStat parse(String stat) {
        List<String> fields =
                List.of(stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1));
        return new ProcessStat(
                number(fields, USER) + number(fields, SYSTEM),
                number(fields, CHILDREN_USER) + number(fields, CHILDREN_SYSTEM));
    }

    private static long number(List<String> fields, int at) {
        return Long.parseLong(fields.get(at).trim());
    }
}
