package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse completion}: one script serves both shells, zsh by its bashcompinit. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in a shell.",
        footer = {"", "For example: source <(gatehouse completion bash)"})
final class CompletionCommand implements Callable<Integer> {

    private final Terminal terminal;

    /** The shells, as they are typed. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return this == BASH ? "bash" : "zsh";
        }
    }

    @Spec
    private @Nullable CommandSpec command;

    /** Checked by the library, and then of no importance: the script asks which shell reads it. */
    @SuppressWarnings("UnusedVariable")
    @Parameters(index = "0", paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandSpec program = Objects.requireNonNull(command).root();
        terminal.say(AutoComplete.bash(program.name(), program.commandLine()).stripTrailing());
        return ExitCode.FINE;
    }
}
