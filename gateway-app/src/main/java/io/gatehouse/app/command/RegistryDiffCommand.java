package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse registry diff}. */
@Command(
        name = "diff",
        description = "List documents that differ between the files and the database: + new, ~ changed, - gone.",
        footer = {"", "Exit codes: 0 no difference, 1 they differ or cannot be read, 2 a usage error."})
final class RegistryDiffCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final TransferOption places = new TransferOption();

    RegistryDiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return places.run(terminal, transfer -> {
            List<String> lines = transfer.differences();
            lines.forEach(terminal::say);
            return lines.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
        });
    }
}
