package io.gatehouse.app.command;

import io.gatehouse.app.comparison.ComparedRegistries;
import io.gatehouse.app.comparison.ComparisonJson;
import io.gatehouse.app.comparison.ComparisonReport;
import io.gatehouse.app.comparison.ComparisonText;
import io.gatehouse.app.comparison.LiveGateway;
import io.gatehouse.app.comparison.NotCompared;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.mongo.MongoConnections;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.ReadRegistry;
import io.gatehouse.app.reading.Reading;
import io.gatehouse.domain.time.SystemClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse diff}. */
@Command(
        name = "diff",
        description =
                "Tell what changes for callers from one registry to another, or from the one that a gateway serves.",
        footer = {"", "Exit codes: 0 nobody loses anything, 1 somebody does or may, 2 it cannot be told."})
final class DiffCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            arity = "1..2",
            required = true,
            description = "The old and the new configuration, such as gateway.yml; with --live only the new one.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--live",
            paramLabel = "URL",
            description = "The admin port of a gateway that serves the old registry. The admin.token of the"
                    + " configuration is presented, and the new registry is sent there.")
    private @Nullable String live;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        int expected = live == null ? 2 : 1;
        if (files.size() != expected) {
            terminal.complain(
                    live == null ? "--config wants two files, OLD and NEW" : "--live wants one file with --config");
            return ExitCode.UNUSABLE_CALL;
        }
        try (var connections = new MongoConnections()) {
            List<Side> sides = new ArrayList<>();
            for (Path file : files) {
                side(file, connections).ifPresent(sides::add);
            }
            return sides.size() == expected ? compare(sides) : ExitCode.UNUSABLE_CALL;
        }
    }

    private record Side(GatewayConfiguration configuration, ReadRegistry registry) {}

    /** One side, or nothing after it was told why it cannot be compared. */
    private Optional<Side> side(Path file, MongoConnections connections) {
        Reading reading =
                Reading.of(new ConfigurationInFile(file, terminal.environment()), Optional.empty(), connections);
        GatewayConfiguration configuration = reading.configuration();
        ReadRegistry registry = reading.registry();
        if (reading.problems().isEmpty() && configuration != null && registry != null) {
            return Optional.of(new Side(configuration, registry));
        }
        ProblemReport.print(reading.problems(), terminal);
        reading.refusals().forEach(terminal::complain);
        return Optional.empty();
    }

    private int compare(List<Side> sides) {
        Side next = sides.get(sides.size() - 1);
        if (live == null) {
            Side old = sides.get(0);
            return tell(ComparedRegistries.compare(
                    old.registry(), old.configuration(), next.registry(), next.configuration(), new SystemClock()));
        }
        try {
            LiveGateway gateway =
                    LiveGateway.at(live, next.configuration().admin().token());
            return tell(gateway.compare(next.registry().tree()));
        } catch (NotCompared e) {
            terminal.complain(String.valueOf(e.getMessage()));
            return ExitCode.UNUSABLE_CALL;
        }
    }

    private int tell(ComparisonReport report) {
        if (json) {
            terminal.say(ComparisonJson.text(report));
        } else {
            ComparisonText.lines(report, terminal.colours()).forEach(terminal::say);
        }
        return report.loss() ? ExitCode.FAILED : ExitCode.FINE;
    }
}
