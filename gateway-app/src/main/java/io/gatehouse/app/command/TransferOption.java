package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.transfer.RegistryTransfer;
import io.gatehouse.app.transfer.TransferRefused;
import io.gatehouse.mongodb.MongoConnections;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which files and which database: {@code --config FILE}, {@code --from PATH}. */
final class TransferOption {

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

    /** Does it, or tells why it is refused. */
    int run(Terminal terminal, Work work) {
        return run(config, Optional.ofNullable(from), terminal, work);
    }

    /** The same with files that are told otherwise. */
    static int run(ConfigOption config, Optional<Path> from, Terminal terminal, Work work) {
        try (var connections = new MongoConnections()) {
            var input = new ConfigurationInFile(config.file(), terminal.environment());
            return work.on(RegistryTransfer.of(input, from, connections));
        } catch (TransferRefused refused) {
            terminal.complain(String.valueOf(refused.getMessage()));
            if (!refused.problems().isEmpty()) {
                ProblemReport.print(refused.problems(), terminal);
            }
            return ExitCode.FAILED;
        }
    }
}
