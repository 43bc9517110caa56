package io.gatehouse.benchmarks.quota;

import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.throttle.memory.MemoryLedger;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** One admitted request, counted in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryBenchmark {

    /** How callers are limited. */
    @Param
    public Algorithm algorithm = Algorithm.FIXED_WINDOW;

    private final MemoryLedger memory = new MemoryLedger(new SystemClock(), 256L << 20);

    @Benchmark
    @Threads(1)
    public QuotaDecision oneThread(Callers callers) {
        return callers.take(memory);
    }

    @Benchmark
    @Threads(2)
    public QuotaDecision twoThreads(Callers callers) {
        return callers.take(memory);
    }

    /** Both threads ask for the same caller all the time. */
    @Benchmark
    @Threads(2)
    public QuotaDecision twoThreadsOneHotCaller(Callers callers) {
        return callers.take(memory, 0);
    }
}
