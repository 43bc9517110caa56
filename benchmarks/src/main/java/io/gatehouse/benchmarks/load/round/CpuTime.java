package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * What each thread of a process and of its living descendants has used, by its number; without the JVM's compiler threads, which are busy
     * at the beginning and little later. One entry for each process where the system does not say.
     */
    public Map<Long, Long> byThread(ProcessHandle root) {
        var used = new HashMap<Long, Long>();
        Stream.concat(Stream.of(root), root.descendants()).forEach(process -> addThreads(process, used));
        return used;
    }

    /** What the JVM's compiler threads of a process have used; 0 where the system does not say. */
    public long ofCompilers(ProcessHandle process) {
        var used = new HashMap<Long, Long>();
        try {
            addThreads(process, true, used);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
        return used.values().stream().mapToLong(nanos -> nanos).sum();
    }

    private static void addThreads(ProcessHandle process, boolean compilers, Map<Long, Long> used) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            threads.forEach(thread -> addThread(thread, compilers, used));
        }
    }

    private void addThreads(ProcessHandle process, Map<Long, Long> used) {
        try {
            addThreads(process, false, used);
        } catch (IOException | UncheckedIOException e) {
            used.put(process.pid(), of(process));
        }
    }

    private static void addThread(Path thread, boolean compilers, Map<Long, Long> used) {
        try {
            if (Files.readString(thread.resolve("comm")).contains("CompilerThre") == compilers) {
                long number = Long.parseLong(thread.getFileName().toString());
                used.put(number, schedstat(Files.readString(thread.resolve("schedstat"))));
            }
        } catch (NoSuchFileException e) {
            // It has ended since the folder was read, and no longer counts.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What threads have used between two readings; those that have ended meanwhile do not count. */
    static long between(Map<Long, Long> before, Map<Long, Long> after) {
        return after.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    /** The first of three numbers: nanoseconds on a processor. */
    static long schedstat(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
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

    /**
     * The processor time in a Linux {@code /proc/<pid>/stat}, in clock ticks.
     *
     * @param own user and system time of all its threads, also of those that have ended
     * @param endedChildren the same of the children that it has waited for
     */
    record ProcessStat(long own, long endedChildren) {

        /** Fields after the name, which stands in parentheses and may hold anything, parentheses and blanks too. */
        private static final int USER = 11;

        private static final int SYSTEM = 12;
        private static final int CHILDREN_USER = 13;
        private static final int CHILDREN_SYSTEM = 14;

        static ProcessStat parse(String stat) {
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1));
            return new ProcessStat(
                    number(fields, USER) + number(fields, SYSTEM),
                    number(fields, CHILDREN_USER) + number(fields, CHILDREN_SYSTEM));
        }

        private static long number(List<String> fields, int at) {
            return Long.parseLong(fields.get(at).trim());
        }
    }

    /** The unit in which Linux counts processor time. */
    public record ClockTicks(long perSecond) {

        private static final long NANOS = 1_000_000_000L;
        private static final ClockTicks USUAL = new ClockTicks(100);

        /** The machine's own; the usual hundred a second where it does not say. */
        public static ClockTicks ask(Children children) throws IOException, InterruptedException {
            if (Programs.find("getconf") == null) {
                return USUAL;
            }
            String answer = children.run("getconf", List.of("getconf", "CLK_TCK"), Duration.ofSeconds(5));
            return new ClockTicks(Long.parseLong(answer.trim()));
        }

        /** So many ticks in nanoseconds. */
        public long nanos(long count) {
            return count * (NANOS / perSecond);
        }
    }
}
