package io.gatehouse.app.command;

import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.startup.OfflineGateway;
import io.gatehouse.mongodb.MongoConnections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse check}. Calls nobody but the registry's store. */
@Command(name = "check", description = "Check a configuration and its registry.")
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var connections = new MongoConnections();
                LoadedConfiguration reading = config.read(terminal, connections)) {
            boolean ok = reading.problems().isEmpty() && reading.refusals().isEmpty();
            if (ok && reading.usesPlugins()) {
                OfflineGateway.check(reading, terminal.environment(), connections);
            }
            if (json) {
                terminal.say(JsonText.of(CheckReport.of(config.file(), reading, ok)));
            } else {
                print(reading);
            }
            return ok ? ExitCode.FINE : ExitCode.FAILED;
        }
    }

    private void print(LoadedConfiguration reading) {
        if (!reading.problems().isEmpty()) {
            ConfigOption.report(reading, terminal);
            return;
        }
        if (!reading.refusals().isEmpty()) {
            throw StartFailure.refused(reading.refusals());
        }
        terminal.say(config.file() + " is fine: " + counts(reading.registry()));
        list("Warnings:", reading.warnings());
    }

    private void list(String heading, List<String> parts) {
        if (!parts.isEmpty()) {
            terminal.say(heading);
            for (int i = 0; i < parts.size(); i++) {
                terminal.say((i + 1) + ". " + parts.get(i));
            }
        }
    }

    private static String counts(@Nullable LoadedRegistry registry) {
        CheckReport.Counts counts = CheckReport.Counts.of(registry);
        if (counts == null) {
            return "the registry was not read";
        }
        return String.join(
                ", ",
                Terminal.counted(counts.services(), "service"),
                Terminal.counted(counts.versions(), "version"),
                Terminal.counted(counts.routes(), "route"),
                Terminal.counted(counts.products(), "product"),
                Terminal.counted(counts.tenants(), "tenant") + " in " + counts.source());
    }
}
