package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.round.CpuTime.ClockTicks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Processor time that all programs together have used since the machine started, and that was taken by other machines on
 * the same hardware.
 *
 * <p>Interrupts are left out: under load they belong to the traffic that is being measured.
 */
public final class MachineTime {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int STOLEN = 8;

    private final ClockTicks ticks;

    public MachineTime(ClockTicks ticks) {
        this.ticks = ticks;
    }

    /** The time in nanoseconds; empty where the machine does not say. */
    public OptionalLong nanos() {
        try {
            return OptionalLong.of(ticks.nanos(parse(Files.readAllLines(STAT).get(0))));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** The ticks in the line {@code cpu  <user> <nice> <system> <idle> ...}. */
    static long parse(String line) {
        List<String> fields = List.of(line.trim().split(" +", -1));
        return number(fields, USER) + number(fields, NICE) + number(fields, SYSTEM) + number(fields, STOLEN);
    }

    private static long number(List<String> fields, int at) {
        return at < fields.size() ? Long.parseLong(fields.get(at)) : 0;
    }
}
