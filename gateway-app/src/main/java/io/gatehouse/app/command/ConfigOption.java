package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.mongo.MongoConnections;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.Reading;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --config FILE}, which several commands need. */
final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "The configuration of the process, such as gateway.yml.")
    private Path file = Path.of("gateway.yml");

    ConfigOption() {}

    Path file() {
        return file;
    }

    /** What the operator has written in it, and the registry that it names. Blocks. */
    Reading read(Terminal terminal, MongoConnections connections) {
        return Reading.of(new ConfigurationInFile(file, terminal.environment()), Optional.empty(), connections);
    }
}
