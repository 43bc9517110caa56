package io.gatehouse.app.command;

import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.signal.StopSignals;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse run}. */
@Command(name = "run", description = "Serve until asked to stop (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        StopSignals signals = StopSignals.caught();
        var configuration = GatehouseConfiguration.read(config.file(), terminal.environment());
        Gatehouse gateway = Gatehouse.start(configuration);
        signals.await();
        gateway.close();
        return ExitCode.FINE;
    }
}
