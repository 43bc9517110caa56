package io.gatehouse.benchmarks.load.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes, and stops all that still run when it is closed, the youngest first.
 *
 * <p>Safe for concurrent use: closing it from a shutdown hook makes every later start fail.
 */
public final class Children implements AutoCloseable {

    private final Path folder;
    private final Deque<Child> running = new ArrayDeque<>();
    private boolean closed;

    /** Children whose logs go to this folder, which is also where they run. */
    public Children(Path folder) {
        this.folder = folder;
    }

    /** Starts a process; its standard error goes to a log of its own. */
    public synchronized Child start(String name, List<String> command, Redirect output) throws IOException {
        if (closed) {
            throw new IOException("the run is being stopped");
        }
        Path log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectOutput(output).redirectError(log.toFile());
        builder.environment().keySet().removeIf(Children::changesWhatIsMeasured);
        var child = new Child(name, builder.start(), log);
        running.push(child);
        return child;
    }

    /** Runs a command to its end, and returns what it wrote to its standard output. */
    public String run(String name, List<String> command, Duration limit) throws IOException, InterruptedException {
        Path output = folder.resolve(name + ".out");
        Child child = start(name, command, Redirect.to(output.toFile()));
        boolean ended = child.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            child.stop();
        }
        forget(child);
        if (!ended || child.process().exitValue() != 0) {
            String how = ended ? "failed" : "took longer than " + limit.toSeconds() + " seconds";
            throw new IOException(name + " " + how + ":\n  " + child.lastWords());
        }
        return Files.readString(output);
    }

    /** Stops a child before the others. */
    public void stop(Child child) {
        child.stop();
        forget(child);
    }

    /** Stops all children; starts none from then on. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            running.pop().stop();
        }
    }

    private synchronized void forget(Child child) {
        running.remove(child);
    }

    /** The caller's environment must not change the gateway's configuration or the JVMs' flags. */
    private static boolean changesWhatIsMeasured(String variable) {
        return variable.startsWith("GATEWAY_")
                || variable.startsWith("GATEHOUSE_")
                || variable.startsWith("SOAJS_")
                || List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                        .contains(variable);
    }
}
