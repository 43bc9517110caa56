package io.gatehouse.benchmarks.load.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.round.CpuTime.ClockTicks;
import io.gatehouse.benchmarks.load.round.CpuTime.ProcessStat;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuTimeTest {

    private static final ClockTicks HUNDREDTHS = new ClockTicks(100);

    @Test
    void readsAProcessWhoseNameIsHostile() {
        ProcessStat stat = ProcessStat.parse("42 (a ) S 1 (x) S 1 42 42 0 -1 4194304 9 9 9 9 250 50 7 3 20 0 1 0\n");

        assertThat(stat).isEqualTo(new ProcessStat(300, 10));
    }

    @Test
    void addsUpWhatTheMachineDoesExceptForInterrupts() {
        assertThat(MachineTime.parse("cpu  100 20 3 9999 9999 500 500 4000 77 0"))
                .isEqualTo(100 + 20 + 3 + 4000);
    }

    @Test
    void readsNanosecondsOfAThread() {
        assertThat(CpuTime.schedstat("123456789 42 7\n")).isEqualTo(123_456_789);
        assertThat(new CpuTime(HUNDREDTHS).byThread(ProcessHandle.current())).isNotEmpty();
    }

    @Test
    void countsThreadsThatAreNewAndNotThoseThatHaveEnded() {
        assertThat(CpuTime.between(Map.of(1L, 100L, 2L, 900L), Map.of(1L, 150L, 3L, 7L)))
                .isEqualTo(57);
    }

    @Test
    void ticksAreFractionsOfASecond() {
        assertThat(HUNDREDTHS.nanos(3)).isEqualTo(30_000_000L);
    }

    @Test
    void timeOfThisProcessGrowsWithWork() {
        var cpu = new CpuTime(HUNDREDTHS);
        long before = cpu.ofTree(ProcessHandle.current());

        // Asking is work too; a tick is a hundredth of a second.
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (cpu.ofTree(ProcessHandle.current()) == before && System.nanoTime() < end) {
            Thread.onSpinWait();
        }

        assertThat(cpu.ofTree(ProcessHandle.current())).isGreaterThan(before);
        assertThat(cpu.ofSelfAndEnded()).isPositive();
    }
}
