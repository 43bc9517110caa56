package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse demo}. */
@Command(
        name = "demo",
        description = "Run a gateway with a service of three hosts, all in this process, and print calls to try.")
final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.",
            defaultValue = "8080")
    private int port;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            terminal.complain("--port " + port + " (expected a number from 0 to 65535)");
            return ExitCode.UNUSABLE_CALL;
        }
        Demo.run(port, terminal);
        return ExitCode.FINE;
    }
}
