package io.gatehouse.app.command;

import io.gatehouse.app.comparison.LiveGateway;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code --live URL} and {@code FILE}: the gateway that is asked, for commands that ask one. */
final class LiveOption {

    private static final String USUAL = "http://127.0.0.1:8081";

    @Option(
            names = "--live",
            paramLabel = "URL",
            description = "The admin port of the gateway, or unix:FILE. Default: that of FILE, else " + USUAL + ".")
    private @Nullable String live;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Its configuration, such as gateway.yml: for its admin port and its admin.token.")
    private @Nullable Path file;

    LiveOption() {}

    /** The gateway; null after it was reported what is wrong with the file. */
    @Nullable
    LiveGateway gateway(Terminal terminal) throws LiveGateway.NotCompared {
        if (file == null) {
            return LiveGateway.at(live == null ? USUAL : live, null);
        }
        var problems = new Problems();
        GatewayConfiguration configuration =
                configuration(new ConfigurationInFile(file, terminal.environment()), problems);
        if (configuration == null || !problems.isEmpty()) {
            terminal.list(problems);
            return null;
        }
        String url = live == null ? configuration.admin().url() : live;
        if (url == null) {
            terminal.complain("admin.address is off, and there is no admin.socket: that gateway cannot be asked");
            return null;
        }
        return LiveGateway.at(url, configuration.admin().token());
    }

    private static @Nullable GatewayConfiguration configuration(ConfigurationInFile input, Problems problems) {
        Node.Mapping tree = input.tree(problems);
        try (AdapterCatalog adapters = LoadedConfiguration.adapters(input, tree, List.of(), problems)) {
            return input.bind(tree, adapters, problems);
        }
    }
}
