package io.gatehouse.app.command;

import io.gatehouse.app.comparison.ComparisonReport;
import io.gatehouse.app.comparison.ComparisonText;
import io.gatehouse.app.comparison.LiveGateway;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.mongodb.MongoConnections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse diff}. */
@Command(
        name = "diff",
        description = "Show what a new registry changes for callers.",
        customSynopsis = {
            "gatehouse diff [--json] [--fail-on WHAT] OLD NEW",
            "  or:  gatehouse diff [--json] [--fail-on WHAT] NEW --live URL"
        },
        footer = {
            "",
            "Exit codes: 0 no such change, 1 a change that --fail-on names, 2 no comparison or a usage error.",
            "A possible loss counts as a loss."
        })
final class DiffCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..2",
            description = "The old and the new configuration, such as gateway.yml; with --live only the new one.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--live",
            paramLabel = "URL",
            description =
                    "The admin port of a gateway to compare with, or unix: and its admin.socket; receives the new registry and its admin.token.")
    private @Nullable String live;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            defaultValue = "loss",
            description = "Exit with 1 on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private FailOn failOn = FailOn.LOSS;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        int expected = live == null ? 2 : 1;
        if (files.size() != expected) {
            terminal.complain(live == null ? "diff expects two files: OLD NEW" : "diff --live expects one file: NEW");
            return ExitCode.USAGE_ERROR;
        }
        try (var connections = new MongoConnections()) {
            List<Side> sides = new ArrayList<>();
            for (Path file : files) {
                side(file, connections).ifPresent(sides::add);
            }
            return sides.size() == expected ? compare(sides) : ExitCode.USAGE_ERROR;
        }
    }

    private record Side(GatewayConfiguration configuration, LoadedRegistry registry) {}

    /** One side, or nothing after it was reported why it cannot be compared. */
    private Optional<Side> side(Path file, MongoConnections connections) {
        var input = new ConfigurationInFile(file, terminal.environment());
        try (LoadedConfiguration reading = LoadedConfiguration.of(input, Optional.empty(), connections)) {
            GatewayConfiguration configuration = reading.configuration();
            LoadedRegistry registry = reading.registry();
            if (reading.problems().isEmpty() && configuration != null && registry != null) {
                return Optional.of(new Side(configuration, registry));
            }
            ConfigOption.report(reading, terminal);
            reading.refusals().forEach(terminal::complain);
            return Optional.empty();
        }
    }

    private int compare(List<Side> sides) {
        Side next = sides.get(sides.size() - 1);
        if (live == null) {
            Side old = sides.get(0);
            return print(ComparisonReport.compare(
                    old.registry(), old.configuration(), next.registry(), next.configuration(), new SystemClock()));
        }
        try {
            LiveGateway gateway =
                    LiveGateway.at(live, next.configuration().admin().token());
            return print(gateway.compare(next.registry().tree()));
        } catch (LiveGateway.NotCompared e) {
            terminal.complain(String.valueOf(e.getMessage()));
            return ExitCode.USAGE_ERROR;
        }
    }

    private int print(ComparisonReport report) {
        if (json) {
            terminal.say(JsonText.of(report));
        } else {
            ComparisonText.lines(report, terminal.colours()).forEach(terminal::say);
        }
        return failOn.appliesTo(report) ? ExitCode.FAILED : ExitCode.FINE;
    }

    /** For which changes {@code diff} ends with 1. */
    enum FailOn {
        /** Somebody loses something, or may. */
        LOSS,
        /** Somebody gains something. */
        GAIN,
        /** Anything changes at all. */
        ANY;

        boolean appliesTo(ComparisonReport report) {
            return switch (this) {
                case LOSS -> report.loss();
                case GAIN -> report.gain();
                case ANY -> !report.changes().isEmpty();
            };
        }

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
