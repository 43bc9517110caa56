package io.gatehouse.benchmarks.load.report;

import java.util.Locale;

/** Lines whose words stand below one another: the first column from the left, the others from the right. */
final class Columns {

    private final int[] widths;

    Columns(int... widths) {
        this.widths = widths;
    }

    String line(String... cells) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - cells[i].length()));
            line.append(i == 0 ? cells[i] + padding : "  " + padding + cells[i]);
        }
        return line.toString();
    }

    /** A number with so many decimals; a dash for none. */
    static String number(double number, int decimals) {
        return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}
