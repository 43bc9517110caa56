package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.mongodb.MongoConnections;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code FILE} or {@code --config FILE}: the configuration, for every command that reads one. */
final class ConfigOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Parameters(
            index = "+",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The configuration of the process, such as gateway.yml.")
    private @Nullable Path file;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The same, as an option.")
    private @Nullable Path option;

    ConfigOption() {}

    /** The file; a {@link ParameterException} unless it was given once. */
    Path file() {
        if (file != null && option != null) {
            throw unusable("FILE and --config name two configurations (expected one)");
        }
        if (file == null && option == null) {
            throw unusable("the configuration is missing (expected FILE or --config FILE)");
        }
        return file == null ? Objects.requireNonNull(option) : file;
    }

    /** The file that stands where another parameter would; null for none. */
    ConfigOption in(@Nullable String elsewhere) {
        if (elsewhere != null) {
            if (file != null) {
                throw unusable("there are two configurations (expected one)");
            }
            file = Path.of(elsewhere);
        }
        return this;
    }

    /** Lists everything that is wrong on stderr; a store that cannot be reached is a line of its own. */
    static void report(LoadedConfiguration reading, Terminal terminal) {
        reading.unavailable().ifPresentOrElse(terminal::complain, () -> terminal.list(reading.problems()));
    }

    private ParameterException unusable(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }

    /** What the operator has written in it, and the registry that it names. Blocks. */
    LoadedConfiguration read(Terminal terminal, MongoConnections connections) {
        return LoadedConfiguration.of(
                new ConfigurationInFile(file(), terminal.environment()), Optional.empty(), connections);
    }
}
