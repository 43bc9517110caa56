package io.gatehouse.app.command;

import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.version.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse version}. */
@Command(name = "version", description = "Print the version of the program and of Java.")
final class VersionCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Version version = Version.current();
        terminal.say(json ? JsonText.of(version) : version.toString());
        return ExitCode.FINE;
    }
}
