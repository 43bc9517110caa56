package io.gatehouse.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the size of a registry costs a request: the same calls to a small and to a large one, in turns of some milliseconds, so that whatever
 * the machine does meanwhile happens to both. {@code largeNanos} by {@code demoNanos} is how many times as long the large one takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 8, time = 1)
public class RegistrySizeBenchmark {

    /** Every user calls several times in a turn; the first time around is for the caches, and is not counted. */
    private static final int LEAST_CALLS = 4_096;

    /** How many users take turns, the same number in both registries. */
    @Param({"1", "64", "256", "1024"})
    public int users = 1024;

    private @Nullable SignedInUsers demo;
    private @Nullable SignedInUsers large;

    /** What both have taken; JMH adds up all iterations, so that the ratio is that of two of the sums. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Sides {

        /** Calls to each of the two. */
        public long calls;

        /** Nanoseconds with the small registry. */
        public long demoNanos;

        /** Nanoseconds with the large registry. */
        public long largeNanos;
    }

    @Setup
    public void build() {
        demo = new SignedInUsers(TenantRegistry.DEMO, users);
        large = new SignedInUsers(TenantRegistry.LARGE, users);
    }

    /** One turn of each. */
    @Benchmark
    public void turns(Sides sides) {
        int calls = Math.max(LEAST_CALLS, users * 4);
        sides.demoNanos += nanos(Objects.requireNonNull(demo), calls);
        sides.largeNanos += nanos(Objects.requireNonNull(large), calls);
        sides.calls += calls;
    }

    private long nanos(SignedInUsers signedIn, int calls) {
        for (int i = 0; i < users; i++) {
            signedIn.call();
        }
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            signedIn.call();
        }
        return System.nanoTime() - begun;
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(demo).close();
        Objects.requireNonNull(large).close();
    }
}
