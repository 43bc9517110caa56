package io.gatehouse.benchmarks.load.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Processor time used by processes since they began, user and system together, in nanoseconds. */
public final class CpuTime {

    private static final Path SELF = Path.of("/proc/self/stat");

    private final ClockTicks ticks;

    public CpuTime(ClockTicks ticks) {
        this.ticks = ticks;
    }

    /** What a process and its living descendants have used. */
    public long ofTree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(this::of)
                .sum();
    }

    /** What this process and the children that it has seen end have used. */
    public long ofSelfAndEnded() {
        try {
            ProcessStat stat = ProcessStat.parse(Files.readString(SELF));
            return ticks.nanos(stat.own() + stat.endedChildren());
        } catch (IOException e) {
            return portable(ProcessHandle.current());
        }
    }

    private long of(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return ticks.nanos(ProcessStat.parse(stat).own());
        } catch (IOException e) {
            return portable(process);
        }
    }

    private static long portable(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
}
