package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.keys.HashLine;
import io.gatehouse.app.keys.NewKey;
import io.gatehouse.domain.document.Secret;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse keys new}. */
@Command(name = "new", description = "Print a new key, and the line of tenants.yml that knows it by its hash.")
final class KeysNewCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            description = "How many random bytes it has. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + NewKey.USUAL_LENGTH)
    private int bytes;

    KeysNewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (bytes < NewKey.SHORTEST || bytes > NewKey.LONGEST) {
            terminal.complain(
                    "--bytes " + bytes + " (expected a number from " + NewKey.SHORTEST + " to " + NewKey.LONGEST + ")");
            return ExitCode.UNUSABLE_CALL;
        }
        Secret key = NewKey.ofBytes(bytes);
        terminal.say("key: " + key.reveal());
        terminal.say(HashLine.of(key));
        return ExitCode.FINE;
    }
}
