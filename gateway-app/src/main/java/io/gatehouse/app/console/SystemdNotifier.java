package io.gatehouse.app.console;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the process fares, where it wants to know ({@code Type=notify}): it has set {@code NOTIFY_SOCKET} then.
 *
 * <p>What is told is a datagram to a Unix socket, which the JDK cannot send; systemd's own {@code systemd-notify} does. As that is another
 * process, the unit needs {@code NotifyAccess=all}. Blocks for two seconds at most.
 */
public final class SystemdNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final long PATIENCE_SECONDS = 2;

    private final @Nullable String socket;

    /** For a process with these environment variables; tells nothing where nobody wants to know. */
    public SystemdNotifier(Map<String, String> environment) {
        this.socket = environment.get(SOCKET);
    }

    /** It serves, be it for the first time or after it has reloaded. */
    public void ready() {
        send("READY=1", "STATUS=serving");
    }

    /** It reads its registry again. */
    public void reloading() {
        // The clock that systemd compares with; Java reads the same.
        send("RELOADING=1", "MONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    /** It finishes what is in flight. */
    public void stopping() {
        send("STOPPING=1", "STATUS=finishing what is in flight");
    }

    private void send(String... variables) {
        if (socket == null) {
            return;
        }
        var command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(variables));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
        builder.environment().put(SOCKET, socket);
        try {
            Process told = builder.start();
            if (!told.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                told.destroyForcibly();
                LOG.warn("systemd-notify {} does not end", variables[0]);
            } else if (told.exitValue() != 0) {
                LOG.warn(
                        "systemd-notify {} ended with {}: does the unit have NotifyAccess=all?",
                        variables[0],
                        told.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("systemd does not hear {}: {}", variables[0], e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
