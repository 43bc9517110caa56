package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gatehouse registry} without a command: cannot be run, only asked for help. */
@Command(
        name = "registry",
        description = "Move the registry between files and MongoDB.",
        synopsisSubcommandLabel = "COMMAND")
final class RegistryCommand {

    private RegistryCommand() {}

    static CommandLine in(Terminal terminal) {
        return new CommandLine(new RegistryCommand())
                .addSubcommand(new RegistryImportCommand(terminal))
                .addSubcommand(new RegistryExportCommand(terminal))
                .addSubcommand(new RegistryDiffCommand(terminal));
    }
}
