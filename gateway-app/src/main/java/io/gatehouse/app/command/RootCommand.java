package io.gatehouse.app.command;

import picocli.CommandLine.Command;

/** {@code gatehouse} without a command: cannot be run, only asked for help. */
@Command(
        name = "gatehouse",
        description = "A multi-tenant API gateway.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 success, 1 problems or a failed start, 2 a usage error.",
            "GATEHOUSE_LOG sets the level of the log on stderr: error, warn, info, debug or trace."
        })
final class RootCommand {

    RootCommand() {}
}
