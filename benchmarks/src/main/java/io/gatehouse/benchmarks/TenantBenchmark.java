package io.gatehouse.benchmarks;

import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.security.token.GatewayTokenVerifier;
import io.gatehouse.security.token.TokenSettings;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TenantBenchmark {

    /** The size of the registry. */
    @Param
    public TenantRegistry registry = TenantRegistry.DEMO;

    /** How many users take turns, each with a token of its own. Their keys and paths differ as far as the registry has different ones. */
    @Param({"1", "1024"})
    public int users = 1024;

    private @Nullable GatewayTokenVerifier verifier;
    private @Nullable WholePipeline pipeline;
    private Ring<KeyedRequest> callers = Ring.of(List.<KeyedRequest>of(), same -> same);

    /** Builds the registry, and has each token verified once. */
    @Setup
    public void build() {
        Snapshot snapshot = CompiledRegistry.of(registry.tree());
        verifier = new GatewayTokenVerifier(TokenSettings.DEFAULT, new SystemClock());
        pipeline = new WholePipeline(snapshot, verifier);
        callers = Ring.of(IntStream.range(0, users).boxed().toList(), this::caller);
        for (int i = 0; i < users; i++) {
            signedIn();
        }
    }

    private KeyedRequest caller(int number) {
        int key = (int) (number * 7919L % registry.keys());
        String token = SignedToken.of("user-" + number, TenantRegistry.SECRET);
        return new KeyedRequest(registry.path(key, number), registry.key(key), token);
    }

    /** A request of a signed-in user. */
    @Benchmark
    public Outcome signedIn() {
        return Objects.requireNonNull(pipeline).forward(callers.next());
    }

    /** Ends the threads of the verifier. */
    @TearDown
    public void close() {
        Objects.requireNonNull(verifier).close();
    }
}
