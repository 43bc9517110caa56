package io.gatehouse.app.command;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.configuration.JsonSchema;
import io.gatehouse.configuration.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatehouse schema}. */
@Command(name = "schema", description = "Print the JSON Schema of gateway.yml, with what its plug-ins bring.")
final class SchemaCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A configuration whose plug-ins count; without it those of the installation.")
    private @Nullable Path file;

    SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var problems = new Problems();
        var input = new ConfigurationInFile(file == null ? Path.of("gateway.yml") : file, terminal.environment());
        var tree = file == null ? null : input.tree(problems);
        try (AdapterCatalog adapters = LoadedConfiguration.adapters(input, tree, List.of(), problems)) {
            if (!problems.isEmpty()) {
                terminal.list(problems);
                return ExitCode.FAILED;
            }
            String title = "Gatehouse: the configuration of the process (gateway.yml)";
            terminal.say(JsonText.of(JsonSchema.of(GatewayConfiguration.class, title, adapters.types())));
            return ExitCode.FINE;
        }
    }
}
