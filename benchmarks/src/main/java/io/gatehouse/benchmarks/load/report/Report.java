package io.gatehouse.benchmarks.load.report;

import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.MeasuredSlot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** The heading of the lines about slots. */
    public void head() {
        say("");
        say(table.head("round"));
    }

    /** A line about one slot. */
    public void slot(int round, MeasuredSlot slot) {
        say(table.line(Integer.toString(round), slot.target(), List.of(slot)));
    }

    /** Medians by proxy, ratios by pair, and what is to be said against them; true if nothing is. */
    public boolean summary(Map<Target.Kind, List<MeasuredSlot>> slots) {
        say("");
        say(table.head("all"));
        slots.forEach((kind, list) -> say(table.line("median", kind, list)));
        say("");
        RatioTable.lines(slots).forEach(this::say);
        List<String> objections = objections(slots);
        objections.forEach(this::say);
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
}
