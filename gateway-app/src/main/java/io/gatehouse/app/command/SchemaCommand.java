package io.gatehouse.app.command;

import io.gatehouse.app.configuration.DescribedFile;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.configuration.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse schema}. */
@Command(
        name = "schema",
        description = "Print the JSON schema of gateway.yml, or of a file of the registry, with its plug-ins.")
final class SchemaCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A configuration that names plug-ins. Default: those of the installation.")
    private @Nullable Path file;

    @Option(
            names = "--of",
            paramLabel = "WHICH",
            defaultValue = "gateway",
            description = "Which file: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private DescribedFile of = DescribedFile.GATEWAY;

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
            terminal.say(JsonText.of(of.schema(adapters.named())));
            return ExitCode.FINE;
        }
    }
}
