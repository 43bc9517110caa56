package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.registry.mongo.ImportPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse registry} without a command: cannot be run, only asked for help. */
@Command(
        name = "registry",
        description = "Move the registry between files and MongoDB.",
        synopsisSubcommandLabel = "COMMAND")
final class RegistryCommand {

    private RegistryCommand() {}

    static CommandLine in(Terminal terminal) {
        return new CommandLine(new RegistryCommand())
                .addSubcommand(new RegistryImportCommand(terminal))
                .addSubcommand(new RegistryExportCommand(terminal))
                .addSubcommand(new RegistryDiffCommand(terminal));
    }

    /** {@code gatehouse registry import}. */
    @Command(
            name = "import",
            description = "Write the registry in files to the database of registry.mongo, in one step.")
    private static final class RegistryImportCommand implements Callable<Integer> {

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
            plan.kept()
                    .forEach(name -> terminal.say("  " + name + " is not in the files and stays (--prune removes it)"));
            if (plan.isEmpty()) {
                terminal.say("nothing to do");
            } else if (dryRun) {
                terminal.say(
                        Terminal.counted(plan.lines().size(), "document") + " would be written; this was a dry run");
            } else {
                transfer.carryOut(plan);
                terminal.say(Terminal.counted(plan.lines().size(), "document") + " written");
            }
            return ExitCode.FINE;
        }
    }

    /** {@code gatehouse registry export}. */
    @Command(name = "export", description = "Write the registry in the database of registry.mongo to files.")
    private static final class RegistryExportCommand implements Callable<Integer> {

        private final Terminal terminal;

        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Option(
                names = "--to",
                paramLabel = "DIRECTORY",
                required = true,
                description = "Where to write the files; must not exist, or be empty.")
        private Path to = Path.of("registry");

        RegistryExportCommand(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            return TransferOption.run(config, Optional.empty(), terminal, transfer -> {
                transfer.export(to).forEach(file -> terminal.say(file.toString()));
                return ExitCode.FINE;
            });
        }
    }

    /** {@code gatehouse registry diff}. */
    @Command(
            name = "diff",
            description = "List documents that differ between the files and the database: + new, ~ changed, - gone.",
            footer = {"", "Exit codes: 0 no difference, 1 they differ or cannot be read, 2 a usage error."})
    private static final class RegistryDiffCommand implements Callable<Integer> {

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

    /** Which files and which database: {@code --config FILE}, {@code --from PATH}. */
    private static final class TransferOption {

        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Option(
                names = "--from",
                paramLabel = "PATH",
                description = "A file or directory. Default: registry.file.path of the configuration.")
        private @Nullable Path from;

        TransferOption() {}

        /** What the commands do between these two places. */
        @FunctionalInterface
        interface Work {
            int on(RegistryTransfer transfer) throws TransferRefused;
        }

        /** Does it, or reports why it is refused. */
        int run(Terminal terminal, Work work) {
            return run(config, Optional.ofNullable(from), terminal, work);
        }

        /** The same with files that are given otherwise. */
        static int run(ConfigOption config, Optional<Path> from, Terminal terminal, Work work) {
            try (var connections = new MongoConnections()) {
                var input = new ConfigurationInFile(config.file(), terminal.environment());
                try (RegistryTransfer transfer = RegistryTransfer.of(input, from, connections)) {
                    return work.on(transfer);
                }
            } catch (TransferRefused refused) {
                terminal.complain(String.valueOf(refused.getMessage()));
                if (!refused.problems().isEmpty()) {
                    terminal.list(refused.problems());
                }
                return ExitCode.FAILED;
            }
        }
    }
}
