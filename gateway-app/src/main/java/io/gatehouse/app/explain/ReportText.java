package io.gatehouse.app.explain;

import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.TextTable;
import io.gatehouse.configuration.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report for people: a row for each stage, then what becomes of the request. */
public final class ReportText {

    private final ExplanationReport report;
    private final Colours colours;
    private final List<String> lines = new ArrayList<>();

    private ReportText(ExplanationReport report, Colours colours) {
        this.report = report;
        this.colours = colours;
    }

    /** The lines; the same for the same report. */
    public static List<String> lines(ExplanationReport report, Colours colours) {
        var text = new ReportText(report, colours);
        text.request();
        text.stages();
        text.caller();
        text.end();
        return List.copyOf(text.lines);
    }

    private void request() {
        ExplanationReport.Request request = report.request();
        String host = request.host().isEmpty() ? "" : " for " + request.host();
        String line = request.method() + " " + request.path() + host + " from " + request.peer() + assumed(request);
        lines.add(colours.strong(Printable.whole(line)));
        lines.add("");
    }

    private static String assumed(ExplanationReport.Request request) {
        String as = request.as() == null ? "" : " as " + request.as();
        return request.user() == null
                ? as
                : as + " with a token of " + request.user() + " in groups " + request.groups();
    }

    private void stages() {
        var table = new TextTable("", "STAGE", "VERDICT", "COMPARED", "DECIDED BY");
        var rows = new ArrayList<ExplanationReport.Stage>();
        for (ExplanationReport.Stage stage : report.steps()) {
            List<ExplanationReport.Compared> all = stage.compared();
            ExplanationReport.Compared first = all.isEmpty() ? null : all.get(0);
            String number = (stage.number() < 10 ? " " : "") + stage.number();
            table.row(
                    number,
                    Printable.whole(stage.stage()),
                    Printable.whole(stage.verdict()),
                    what(first),
                    place(first));
            rows.add(stage);
            for (ExplanationReport.Compared more : all.subList(Math.min(1, all.size()), all.size())) {
                table.row("", "", "", what(more), place(more));
                rows.add(stage);
            }
        }
        List<String> laidOut = table.lines();
        lines.add(colours.faint(laidOut.get(0)));
        for (int i = 1; i < laidOut.size(); i++) {
            lines.add(painted(rows.get(i - 1), laidOut.get(i)));
        }
    }

    private String painted(ExplanationReport.Stage stage, String line) {
        if (stage.verdict().equals(ExplanationReport.REFUSED)) {
            return colours.bad(line);
        }
        return stage.compared().isEmpty() ? colours.faint(line) : line;
    }

    private static String what(ExplanationReport.@Nullable Compared compared) {
        return compared == null ? "" : Printable.whole(compared.what());
    }

    private static String place(ExplanationReport.@Nullable Compared compared) {
        return compared == null || compared.decidedBy() == null ? "" : Printable.whole(compared.decidedBy());
    }

    private void caller() {
        ExplanationReport.Caller caller = report.caller();
        heading("the caller");
        value("address", caller.address());
        value("key", caller.key());
        value("user", caller.userId());
        List<String> groups = caller.groups();
        value("groups", groups == null || groups.isEmpty() ? null : String.join(", ", groups));
        value("country", caller.country());
    }

    private void end() {
        ExplanationReport.Forward forward = report.forward();
        ExplanationReport.Answer answer = report.answer();
        String by = report.endedBy() == null ? "" : " by " + report.endedBy();
        String outcome = Printable.whole(report.outcome() + by);
        heading(report.refused() ? colours.bad(outcome) : colours.good(outcome));
        if (forward != null) {
            value("service", forward.service() + " version " + forward.version());
            value("host", forward.host());
            value("path", forward.path());
        }
        if (answer != null) {
            value("status", Integer.toString(answer.status()));
            value("code", answer.code() == null ? null : answer.code() + " (" + answer.number() + ")");
            value("message", answer.message());
            value("detail", answer.detail());
            answer.headers().forEach((name, header) -> value("header", name + ": " + header));
        }
    }

    private void heading(String text) {
        lines.add("");
        lines.add(text);
    }

    private void value(String name, @Nullable String value) {
        if (value != null) {
            lines.add("  " + name + " ".repeat(9 - name.length()) + Printable.whole(value));
        }
    }
}
