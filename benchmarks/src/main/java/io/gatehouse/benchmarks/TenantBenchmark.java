package io.gatehouse.benchmarks;

import io.gatehouse.domain.pipeline.Outcome;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** All stages for a request with a key and a token whose verdict is remembered, as most requests of a user are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TenantBenchmark {

    /** The size of the registry. */
    @Param
    public TenantRegistry registry = TenantRegistry.DEMO;

    /** How many users take turns. */
    @Param({"1", "1024"})
    public int users = 1024;

    private @Nullable SignedInUsers signedIn;

    @Setup
    public void build() {
        signedIn = new SignedInUsers(registry, users);
    }

    /** A request of a signed-in user. */
    @Benchmark
    public Outcome signedIn() {
        return Objects.requireNonNull(signedIn).call();
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(signedIn).close();
    }
}
