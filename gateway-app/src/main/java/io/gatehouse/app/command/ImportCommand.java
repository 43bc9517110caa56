package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.registry.file.RegistryExport;
import io.gatehouse.registry.microgate.MicroGateImport;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse import} without a command: cannot be run, only asked for help. */
@Command(
        name = "import",
        description = "Write the configuration of another gateway as ours.",
        synopsisSubcommandLabel = "COMMAND")
final class ImportCommand {

    private ImportCommand() {}

    static CommandLine in(Terminal terminal) {
        return new CommandLine(new ImportCommand()).addSubcommand(new MicroGateCommand(terminal));
    }

    /** {@code gatehouse import microgate}. */
    @Command(
            name = "microgate",
            description =
                    "Write a MicroGate's config.yml as gateway.yml and a registry, and list what has no counterpart.")
    private static final class MicroGateCommand implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(paramLabel = "FILE", description = "The configuration of MicroGate.")
        private Path file = Path.of("config.yml");

        @Option(
                names = "--to",
                paramLabel = "DIRECTORY",
                required = true,
                description = "Where to write the files; must not exist, or be empty.")
        private Path to = Path.of("gatehouse");

        MicroGateCommand(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var problems = new Problems();
            MicroGateImport.Imported imported = MicroGateImport.read(file, problems);
            if (imported != null
                    && RegistryReading.check(
                                    imported.registry(), new Capabilities(false, false, null, ExtensionTypes.NONE))
                            instanceof RegistryReading.Broken broken) {
                problems.addAll(broken.problems());
            }
            if (imported == null || !problems.isEmpty()) {
                terminal.complain(file + " has problems, nothing was written");
                terminal.list(problems);
                return ExitCode.FAILED;
            }
            try {
                RegistryExport.write(imported.process(), imported.registry(), to)
                        .forEach(written -> terminal.say(written.toString()));
            } catch (DirectoryNotEmptyException e) {
                terminal.complain(to + " is not empty");
                return ExitCode.FAILED;
            } catch (IOException e) {
                terminal.complain(to + " cannot be written: " + e);
                return ExitCode.FAILED;
            }
            for (Notice notice : imported.notices()) {
                terminal.say(notice.toString());
            }
            return ExitCode.FINE;
        }
    }
}
