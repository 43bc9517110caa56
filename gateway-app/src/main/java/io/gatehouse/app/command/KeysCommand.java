package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.keys.KeySource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gatehouse keys} without a command: cannot be run, only asked for help. */
@Command(
        name = "keys",
        description = "Create keys and their hashes for the registry.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {

    private KeysCommand() {}

    static CommandLine in(Terminal terminal, KeySource source) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysNewCommand(terminal))
                .addSubcommand(new KeysHashCommand(terminal, source));
    }
}
