package io.gatehouse.benchmarks.load.report;

import static io.gatehouse.benchmarks.load.report.Columns.number;

import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.MeasuredSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two lines for each pair of proxies: processor time for a request, and requests a second. */
final class RatioTable {

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
                Ratios ratios = Ratios.of(slots.getOrDefault(first, List.of()), slots.getOrDefault(second, List.of()));
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
