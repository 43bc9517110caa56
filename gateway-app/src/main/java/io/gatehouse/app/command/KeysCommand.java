package io.gatehouse.app.command;

import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.configuration.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse keys} without a command: cannot be run, only asked for help. */
@Command(
        name = "keys",
        description = "Create keys and their hashes for the registry.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {

    private KeysCommand() {}

    static CommandLine in(Terminal terminal, InputStream source) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysNewCommand(terminal))
                .addSubcommand(new KeysHashCommand(terminal, source));
    }

    /** {@code gatehouse keys new}. */
    @Command(name = "new", description = "Create a key and print it with its hash for tenants.yml.")
    private static final class KeysNewCommand implements Callable<Integer> {

        private final Terminal terminal;

        @Option(
                names = "--bytes",
                paramLabel = "N",
                description = "Number of random bytes. Default: ${DEFAULT-VALUE}.",
                defaultValue = "" + OperatorKey.USUAL_LENGTH)
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
            if (bytes < OperatorKey.SHORTEST || bytes > OperatorKey.LONGEST) {
                terminal.complain("--bytes " + bytes + " (expected a number from " + OperatorKey.SHORTEST + " to "
                        + OperatorKey.LONGEST + ")");
                return ExitCode.USAGE_ERROR;
            }
            Secret key = OperatorKey.random(bytes);
            if (json) {
                terminal.say(JsonText.of(new Created(key.reveal(), OperatorKey.hash(key))));
            } else {
                terminal.say("key: " + key.reveal());
                terminal.say("hash: " + OperatorKey.hash(key));
            }
            return ExitCode.FINE;
        }
    }

    /** {@code gatehouse keys hash}. */
    @Command(
            name = "hash",
            description = "Read a key from a prompt or standard input, and print its hash for tenants.yml.")
    private static final class KeysHashCommand implements Callable<Integer> {

        private final Terminal terminal;
        private final InputStream source;

        @Option(names = "--json", description = "Print JSON instead of text.")
        private boolean json;

        KeysHashCommand(Terminal terminal, InputStream source) {
            this.terminal = terminal;
            this.source = source;
        }

        /** What {@code --json} prints. */
        private record Hashed(String hash) {}

        @Override
        public Integer call() throws IOException {
            Secret key = OperatorKey.read(source);
            if (key == null) {
                terminal.complain("that is no key (expected one line of visible ASCII characters without white space)");
                return ExitCode.USAGE_ERROR;
            }
            terminal.say(json ? JsonText.of(new Hashed(OperatorKey.hash(key))) : "hash: " + OperatorKey.hash(key));
            return ExitCode.FINE;
        }
    }
}
