package io.gatehouse.benchmarks.load.cpu;

import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The unit in which Linux counts processor time. */
public record ClockTicks(long perSecond) {

    private static final long NANOS = 1_000_000_000L;
    private static final ClockTicks USUAL = new ClockTicks(100);

    /** The machine's own; the usual hundred a second where it does not tell. */
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
