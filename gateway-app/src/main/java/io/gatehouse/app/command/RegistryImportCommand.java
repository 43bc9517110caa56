package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.transfer.RegistryTransfer;
import io.gatehouse.app.transfer.TransferRefused;
import io.gatehouse.registry.mongo.ImportPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse registry import}. */
@Command(name = "import", description = "Write the registry in files to the database of registry.mongo, in one step.")
final class RegistryImportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final TransferOption places = new TransferOption();

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--prune", description = "Remove documents that are not in the files.")
    private boolean prune;

    RegistryImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return places.run(terminal, this::run);
    }

    private int run(RegistryTransfer transfer) throws TransferRefused {
        ImportPlan plan = transfer.plan(prune);
        plan.lines().forEach(terminal::say);
        plan.kept().forEach(name -> terminal.say("  " + name + " is not in the files and stays (--prune removes it)"));
        if (plan.isEmpty()) {
            terminal.say("nothing to do");
        } else if (dryRun) {
            terminal.say(Count.of(plan.lines().size(), "document") + " would be written; this was a dry run");
        } else {
            transfer.carryOut(plan);
            terminal.say(Count.of(plan.lines().size(), "document") + " written");
        }
        return ExitCode.FINE;
    }
}
