package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.Ratios.Distribution;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints what was measured, while it is measured and in the end. */
public final class Report {

    private final PrintWriter out;
    private final ProxyTable table;

    /** A report in which slots count as noisy if other programs kept more than {@code noise} processors busy. */
    public Report(PrintWriter out, double noise) {
        this.out = out;
        this.table = new ProxyTable(noise);
    }

    /** One line about the run. */
    public void print(String line) {
        out.println(line);
        out.flush();
    }

    /** The heading of the lines about slots. */
    public void head() {
        print("");
        print(table.head("round"));
    }

    /** A line about one slot. */
    public void slot(int round, MeasuredSlot slot) {
        print(table.line(Integer.toString(round), slot.target(), List.of(slot)));
    }

    /** Medians by proxy, ratios by pair, and what is to be said against them; true if nothing is. */
    public boolean summary(Map<Target.Kind, List<MeasuredSlot>> slots) {
        print("");
        print(table.head("all"));
        slots.forEach((kind, list) -> print(table.line("median", kind, list)));
        print("");
        RatioTable.lines(slots).forEach(this::print);
        List<String> objections = objections(slots);
        objections.forEach(this::print);
        return objections.isEmpty();
    }

    private static List<String> objections(Map<Target.Kind, List<MeasuredSlot>> slots) {
        var objections = new ArrayList<String>();
        slots.forEach((kind, list) -> {
            long bad = list.stream().filter(slot -> !slot.good()).count();
            if (bad > 0) {
                objections.add(kind.label() + " made errors in " + bad + " of " + list.size()
                        + " rounds: no ratio counts them, and its medians are not to be trusted");
            }
        });
        return objections;
    }

    /** A number with so many decimals; a dash for none. */
    private static String number(double number, int decimals) {
        return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /** Lines whose words stand below one another: the first column from the left, the others from the right. */
    private static final class Columns {

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
    }

    /** A line for one slot of a proxy, or the medians of several. */
    private static final class ProxyTable {

        private final Columns columns = new Columns(6, 9, 10, 8, 8, 10, 6, 6, 6, 5);
        private final double noise;

        ProxyTable(double noise) {
            this.noise = noise;
        }

        String head(String first) {
            return columns.line(
                    first,
                    "proxy",
                    "requests/s",
                    "p50 us",
                    "p99 us",
                    "CPU us/req",
                    "cores",
                    "other",
                    "errors",
                    "noisy");
        }

        String line(String first, Target.Kind kind, List<MeasuredSlot> slots) {
            return columns.line(
                    first,
                    kind.label(),
                    number(median(slots, MeasuredSlot::requestsPerSecond), 0),
                    number(median(slots, slot -> slot.load().p50Micros()), 0),
                    number(median(slots, slot -> slot.load().p99Micros()), 0),
                    number(median(slots, MeasuredSlot::cpuMicros), 2),
                    number(median(slots, MeasuredSlot::cores), 2),
                    number(median(slots, MeasuredSlot::otherCores), 2),
                    Long.toString(slots.stream()
                            .mapToLong(slot -> slot.load().errors())
                            .sum()),
                    Long.toString(slots.stream()
                            .filter(slot -> slot.noisierThan(noise))
                            .count()));
        }

        private static double median(List<MeasuredSlot> slots, ToDoubleFunction<MeasuredSlot> figure) {
            return Distribution.of(slots.stream().map(figure::applyAsDouble).toList())
                    .median();
        }
    }

    /** Two lines for each pair of proxies: processor time for a request, and requests a second. */
    private static final class RatioTable {

        private static final Columns COLUMNS = new Columns(18, 10, 6, 6, 8, 8, 6, 6);

        private RatioTable() {}

        static List<String> lines(Map<Target.Kind, List<MeasuredSlot>> slots) {
            var lines = new ArrayList<String>();
            lines.add(COLUMNS.line("ratio", "of", "rounds", "median", "lower q.", "upper q.", "least", "most"));
            var kinds = new ArrayList<>(slots.keySet());
            for (int i = 0; i < kinds.size(); i++) {
                for (Target.Kind second : kinds.subList(i + 1, kinds.size())) {
                    Target.Kind first = kinds.get(i);
                    String names = first.label() + " / " + second.label();
                    Ratios ratios =
                            Ratios.of(slots.getOrDefault(first, List.of()), slots.getOrDefault(second, List.of()));
                    lines.add(line(names, "CPU", ratios, ratios.cpu()));
                    lines.add(line(names, "requests/s", ratios, ratios.requests()));
                }
            }
            return lines;
        }

        private static String line(String names, String figure, Ratios ratios, Distribution spread) {
            return COLUMNS.line(
                    names,
                    figure,
                    ratios.good() + "/" + ratios.rounds(),
                    number(spread.median(), 3),
                    number(spread.lower(), 3),
                    number(spread.upper(), 3),
                    number(spread.least(), 3),
                    number(spread.greatest(), 3));
        }
    }
}
