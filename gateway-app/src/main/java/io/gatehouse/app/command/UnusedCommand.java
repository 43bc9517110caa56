package io.gatehouse.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.app.comparison.ComparisonText;
import io.gatehouse.app.comparison.LiveGateway;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.console.TextTable;
import io.gatehouse.app.usage.UnusedReport;
import io.gatehouse.configuration.Printable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse unused}. */
@Command(
        name = "unused",
        description = "List keys, grants and routes of a running gateway that nobody uses, and the patch without them.")
final class UnusedCommand implements Callable<Integer> {

    private static final JsonMapper REPORTS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Terminal terminal;

    @Mixin
    private final LiveOption live = new LiveOption();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "For how many days nobody must have used it. Default: ${DEFAULT-VALUE}.")
    private int days = 30;

    @Option(names = "--patch", description = "Print nothing but the patch, a JSON Patch (RFC 6902).")
    private boolean patch;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    UnusedCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            LiveGateway gateway = live.gateway(terminal);
            if (gateway == null) {
                return ExitCode.FAILED;
            }
            UnusedReport report =
                    REPORTS.readValue(gateway.get("unused?days=" + days, "application/json"), UnusedReport.class);
            if (json || patch) {
                terminal.say(JsonText.of(patch ? report.patch() : report));
            } else {
                text(report);
            }
            return ExitCode.FINE;
        } catch (LiveGateway.NotCompared e) {
            terminal.complain(String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            terminal.complain(
                    "the gateway responded with what this version cannot read (is it as new as this program?)");
        }
        return ExitCode.FAILED;
    }

    private void text(UnusedReport report) {
        String since = report.watchedSince() == null ? "nobody has watched yet" : "since " + report.watchedSince();
        terminal.say("watched for " + report.watchedDays() + " days in all, " + since);
        if (report.unused().isEmpty()) {
            terminal.say(
                    report.watchedDays() < report.days()
                            ? "nothing can be called unused for " + report.days() + " days yet"
                            : "everything was used in the last " + report.days() + " days");
            return;
        }
        var table = new TextTable("KIND", "NAME", "LAST USED", "THERE SINCE", "PLACE");
        report.unused()
                .forEach(line -> table.row(
                        Printable.whole(line.kind()),
                        Printable.whole(line.name()),
                        line.lastUsed() == null ? "never" : Printable.whole(line.lastUsed()),
                        String.valueOf(line.presentSince()),
                        Printable.whole(line.place())));
        terminal.say("");
        table.lines().forEach(terminal::say);
        terminal.say("");
        terminal.say("the patch (JSON Patch, RFC 6902):");
        JsonText.of(report.patch()).lines().forEach(line -> terminal.say(Printable.whole(line)));
        terminal.say("");
        report.problems().forEach(problem -> terminal.say("cannot be applied: " + Printable.whole(problem)));
        if (report.changes() != null) {
            terminal.say("what it changes for callers:");
            ComparisonText.lines(report.changes(), terminal.colours()).forEach(terminal::say);
        }
    }
}
