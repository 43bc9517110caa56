package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.microgate.MicrogateTranslation;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse import} without a command: cannot be run, only asked for help. */
@Command(
        name = "import",
        description = "Write files of this gateway for what another one is configured with.",
        synopsisSubcommandLabel = "COMMAND")
final class ImportCommand {

    private ImportCommand() {}

    static CommandLine in(Terminal terminal) {
        return new CommandLine(new ImportCommand()).addSubcommand(new MicrogateCommand(terminal));
    }

    /** {@code gatehouse import microgate}. */
    @Command(
            name = "microgate",
            description = "Write gateway.yml and a registry for a config.yml of MicroGate, and say what has no counterpart.")
    private static final class MicrogateCommand implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(paramLabel = "FILE", description = "The configuration of MicroGate.")
        private Path file = Path.of("config.yml");

        @Option(
                names = "--to",
                paramLabel = "DIRECTORY",
                required = true,
                description = "Where to write the files; must not exist, or be empty.")
        private Path to = Path.of("gatehouse");

        MicrogateCommand(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var problems = new Problems();
            try {
                if (Files.exists(to) && !isEmpty(to)) {
                    terminal.complain(to + " is not empty");
                    return ExitCode.FAILED;
                }
                Node.Mapping config = TreeText.written(
                        file.toString(), Files.readAllBytes(file), ReadingLimits.PROCESS, problems);
                if (config == null) {
                    terminal.complain(problems.toString());
                    return ExitCode.FAILED;
                }
                MicrogateTranslation.Translated translated = MicrogateTranslation.of(config);
                write(translated.files());
                translated.notes().forEach(note -> terminal.say("not as it was: " + note));
                return ExitCode.FINE;
            } catch (IOException e) {
                terminal.complain(file + " cannot be translated: " + e);
                return ExitCode.FAILED;
            }
        }

        private static boolean isEmpty(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.findAny().isEmpty();
            }
        }

        private void write(Map<String, String> files) throws IOException {
            for (Map.Entry<String, String> entry : files.entrySet()) {
                Path target = to.resolve(entry.getKey());
                Path folder = target.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.writeString(target, entry.getValue());
                terminal.say(target.toString());
            }
        }
    }
}
