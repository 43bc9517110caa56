package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse registry export}. */
@Command(name = "export", description = "Write the registry in the database of registry.mongo to files.")
final class RegistryExportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--to",
            paramLabel = "DIRECTORY",
            required = true,
            description = "Where to write the files; must not exist, or be empty.")
    private Path to = Path.of("registry");

    RegistryExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return TransferOption.run(config, Optional.empty(), terminal, transfer -> {
            transfer.export(to).forEach(file -> terminal.say(file.toString()));
            return ExitCode.FINE;
        });
    }
}
