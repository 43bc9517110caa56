package io.gatehouse.app.command;

import io.gatehouse.app.console.StopSignals;
import io.gatehouse.app.console.SystemdNotifier;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.registry.ReloadCause;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse run}. */
@Command(name = "run", description = "Run the gateway until SIGTERM or Ctrl-C; SIGHUP reloads.")
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
        Gatehouse gateway = start(configuration, signals);
        if (gateway == null) {
            return ExitCode.FINE;
        }
        var systemd = new SystemdNotifier(terminal.environment());
        systemd.ready();
        signals.onHangUp(() -> {
            systemd.reloading();
            gateway.reload(ReloadCause.SIGNAL);
            systemd.ready();
        });
        signals.await();
        systemd.stopping();
        gateway.close();
        return ExitCode.FINE;
    }

    /** The gateway; null if the process was asked to stop while it waited for its registry. */
    private static @Nullable Gatehouse start(GatehouseConfiguration configuration, StopSignals signals) {
        try {
            return signals.interrupting(() -> Gatehouse.start(configuration));
        } catch (StartFailure e) {
            if (signals.asked()) {
                return null;
            }
            // Whoever reads no problems does not keep the program from ending.
            signals.release();
            throw e;
        }
    }
}
