package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.version.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code gatehouse version}. */
@Command(name = "version", description = "Print the version of the program and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.say(Version.line());
        return ExitCode.FINE;
    }
}
