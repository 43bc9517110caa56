package io.gatehouse.app.comparison;

import io.gatehouse.app.console.Colours;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.configuration.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A report for people: losses first, each marked. */
public final class ComparisonText {

    private final ComparisonReport report;
    private final List<String> lines = new ArrayList<>();

    private ComparisonText(ComparisonReport report) {
        this.report = report;
    }

    /** The lines; the same for the same report. */
    public static List<String> lines(ComparisonReport report, Colours colours) {
        var text = new ComparisonText(report);
        text.group(Severity.LOSS, "lost", "- ", colours::bad);
        text.group(Severity.POSSIBLE_LOSS, "perhaps lost", "? ", colours::warning);
        text.group(Severity.GAIN, "gained", "+ ", colours::good);
        text.group(Severity.CHANGE, "other changes", "~ ", colours::faint);
        text.summary();
        return text.lines;
    }

    private void group(Severity effect, String heading, String mark, UnaryOperator<String> colour) {
        String word = ComparisonReport.word(effect);
        List<ComparisonReport.Line> group = report.changes().stream()
                .filter(change -> change.effect().equals(word))
                .toList();
        if (!group.isEmpty()) {
            lines.add(heading);
            // A report may come from elsewhere: nothing of it is to act upon the terminal.
            group.forEach(change -> lines.add(colour.apply("  " + mark + Printable.whole(change.line()))));
            int more = total(effect) - group.size();
            if (more > 0) {
                lines.add("  " + mark + "and " + more + " more");
            }
            lines.add("");
        }
    }

    private void summary() {
        int losses = total(Severity.LOSS);
        int possible = total(Severity.POSSIBLE_LOSS);
        if (report.changes().isEmpty()) {
            lines.add("nothing changes for callers");
        } else if (losses + possible == 0) {
            lines.add("nobody loses anything");
        } else {
            lines.add(losses + " lost, " + possible + " perhaps lost");
        }
    }

    private int total(Severity effect) {
        return report.totals().getOrDefault(ComparisonReport.word(effect), 0);
    }
}
