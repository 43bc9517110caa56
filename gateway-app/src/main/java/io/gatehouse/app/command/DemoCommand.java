package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse demo}. */
@Command(name = "demo", description = "Run a demonstration gateway, and print calls to try.")
final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.",
            defaultValue = "8080")
    private int port;

    @Option(
            names = "--admin-port",
            paramLabel = "N",
            description = "The port of the admin server; 0 for any free one. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private int adminPort;

    @Option(names = "--once", description = "Make the first of the calls, print the status of its response, and stop.")
    private boolean once;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!isPort("--port", port) || !isPort("--admin-port", adminPort)) {
            return ExitCode.USAGE_ERROR;
        }
        if (once) {
            return Demo.callOnce(port, adminPort, terminal) ? ExitCode.FINE : ExitCode.FAILED;
        }
        Demo.run(port, adminPort, terminal);
        return ExitCode.FINE;
    }

    private boolean isPort(String option, int number) {
        boolean fits = number >= 0 && number <= 65_535;
        if (!fits) {
            terminal.complain(option + " " + number + " (expected a number from 0 to 65535)");
        }
        return fits;
    }
}
