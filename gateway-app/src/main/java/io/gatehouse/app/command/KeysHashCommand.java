package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.keys.HashLine;
import io.gatehouse.app.keys.KeySource;
import io.gatehouse.app.keys.KeyValidator;
import io.gatehouse.configuration.Secret;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse keys hash}. */
@Command(name = "hash", description = "Read a key from a prompt or standard input, and print its hash for tenants.yml.")
final class KeysHashCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KeySource source;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    KeysHashCommand(Terminal terminal, KeySource source) {
        this.terminal = terminal;
        this.source = source;
    }

    /** What {@code --json} prints. */
    private record Hashed(String hash) {}

    @Override
    public Integer call() throws IOException {
        Secret key = KeyValidator.of(source.read());
        if (key == null) {
            terminal.complain("that is no key (expected one line of visible ASCII characters without white space)");
            return ExitCode.UNUSABLE_CALL;
        }
        terminal.say(json ? CommandJson.of(new Hashed(HashLine.hash(key))) : HashLine.of(key));
        return ExitCode.FINE;
    }
}
