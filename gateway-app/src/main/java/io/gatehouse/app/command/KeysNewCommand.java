package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.keys.HashLine;
import io.gatehouse.app.keys.NewKey;
import io.gatehouse.configuration.Secret;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse keys new}. */
@Command(name = "new", description = "Create a key and print it with its hash for tenants.yml.")
final class KeysNewCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            description = "Number of random bytes. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + NewKey.USUAL_LENGTH)
    private int bytes;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    KeysNewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What {@code --json} prints. */
    private record Created(String key, String hash) {}

    @Override
    public Integer call() {
        if (bytes < NewKey.SHORTEST || bytes > NewKey.LONGEST) {
            terminal.complain(
                    "--bytes " + bytes + " (expected a number from " + NewKey.SHORTEST + " to " + NewKey.LONGEST + ")");
            return ExitCode.UNUSABLE_CALL;
        }
        Secret key = NewKey.ofBytes(bytes);
        if (json) {
            terminal.say(CommandJson.of(new Created(key.reveal(), HashLine.hash(key))));
        } else {
            terminal.say("key: " + key.reveal());
            terminal.say(HashLine.of(key));
        }
        return ExitCode.FINE;
    }
}
