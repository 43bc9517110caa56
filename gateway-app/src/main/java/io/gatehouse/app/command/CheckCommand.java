package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.mongo.MongoConnections;
import io.gatehouse.app.reading.ReadRegistry;
import io.gatehouse.app.reading.Reading;
import io.gatehouse.domain.registry.document.RegistryDocuments;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse check}. */
@Command(
        name = "check",
        description =
                "Read the configuration and its registry, and tell every problem; calls nobody but the registry's store.")
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var connections = new MongoConnections()) {
            return tell(config.read(terminal, connections));
        }
    }

    private int tell(Reading reading) {
        if (!reading.problems().isEmpty()) {
            ProblemReport.print(reading.problems(), terminal);
            return ExitCode.FAILED;
        }
        if (!reading.refusals().isEmpty()) {
            throw StartFailure.refused(reading.refusals());
        }
        terminal.say(config.file() + " is fine: " + counts(reading.registry()));
        list("Warnings:", reading.warnings());
        return ExitCode.FINE;
    }

    private void list(String heading, List<String> parts) {
        if (!parts.isEmpty()) {
            terminal.say(heading);
            for (int i = 0; i < parts.size(); i++) {
                terminal.say((i + 1) + ". " + parts.get(i));
            }
        }
    }

    private static String counts(@Nullable ReadRegistry registry) {
        if (registry == null) {
            return "the registry was not read";
        }
        RegistryDocuments documents = registry.documents();
        long versions = documents.services().values().stream()
                .mapToLong(service -> service.versions().size())
                .sum();
        long routes = documents.services().values().stream()
                .mapToLong(service -> service.routes().size())
                .sum();
        return String.join(
                ", ",
                Count.of(documents.services().size(), "service"),
                Count.of(versions, "version"),
                Count.of(routes, "route"),
                Count.of(documents.products().size(), "product"),
                Count.of(documents.tenants().size(), "tenant") + " in " + registry.source());
    }
}
