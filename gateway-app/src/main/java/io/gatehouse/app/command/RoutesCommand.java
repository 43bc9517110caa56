package io.gatehouse.app.command;

import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.console.TextTable;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.mongodb.MongoConnections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse routes}. Calls nobody but the registry's store. */
@Command(name = "routes", description = "List every path and the service that it leads to.")
final class RoutesCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    RoutesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var connections = new MongoConnections();
                LoadedConfiguration reading = config.read(terminal, connections)) {
            return print(reading);
        }
    }

    private int print(LoadedConfiguration reading) {
        LoadedRegistry registry = reading.registry();
        if (!reading.problems().isEmpty() || registry == null) {
            ConfigOption.report(reading, terminal);
            return ExitCode.FAILED;
        }
        List<PathEntries.PathEntry> entries = PathEntries.of(registry.documents());
        if (json) {
            terminal.say(JsonText.of(entries));
        } else {
            table(entries).lines().forEach(terminal::say);
        }
        return ExitCode.FINE;
    }

    private static TextTable table(List<PathEntries.PathEntry> entries) {
        var table =
                new TextTable("PATH", "HOST", "SERVICE", "VERSION", "STRIP", "REQUIRES", "METHODS", "UPSTREAM HOSTS");
        for (PathEntries.PathEntry entry : entries) {
            table.row(
                    entry.path(),
                    entry.host(),
                    entry.service(),
                    version(entry),
                    entry.rewrite() == null ? entry.strip() ? "yes" : "no" : "to " + entry.rewrite(),
                    requires(entry),
                    String.join(",", entry.methods()),
                    entry.redirect() == null ? String.join(" ", entry.hosts()) : "redirect to " + entry.redirect());
        }
        return table;
    }

    private static String version(PathEntries.PathEntry entry) {
        if (entry.redirect() != null) {
            return "-";
        }
        String rollout = entry.rollout();
        return entry.version() + (entry.pinned() ? "" : rollout == null ? " (newest)" : " (" + rollout + ")");
    }

    private static String requires(PathEntries.PathEntry entry) {
        return entry.requires().isEmpty() ? "-" : String.join(entry.anyOf() ? " or " : " and ", entry.requires());
    }
}
