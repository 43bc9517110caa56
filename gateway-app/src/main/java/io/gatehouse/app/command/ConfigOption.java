package io.gatehouse.app.command;

import java.nio.file.Path;
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
}
