package io.gatehouse.benchmarks.load.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the load run has started, known by its own handle from start to end. */
public final class Child {

    private static final int SECONDS_TO_GO = 8;
    private static final int LAST_LINES = 8;

    private final String name;
    private final Process process;
    private final Path log;

    Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /** The process itself. */
    public Process process() {
        return process;
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** The last lines that it wrote to its standard error, for messages about its failure. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(its log cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Asks it to end, and ends it with all its descendants if it has not after eight seconds. */
    void stop() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        if (!endsWithin(SECONDS_TO_GO)) {
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
            endsWithin(SECONDS_TO_GO);
        }
    }

    private boolean endsWithin(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
