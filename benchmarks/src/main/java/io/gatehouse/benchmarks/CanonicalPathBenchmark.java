package io.gatehouse.benchmarks;

import io.gatehouse.domain.request.AmbiguousPathException;
import io.gatehouse.domain.request.CanonicalPath;
import io.gatehouse.domain.request.PathCanonicaliser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The canonical form of a path: of one that is canonical already, as most are, and of one that must be rewritten. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CanonicalPathBenchmark {

    // Not final: a constant would be folded away.
    private String plain = "/orders/v1/customers/4711/items";
    private String rewritten = "/orders//v1/caf%C3%A9/4711%20a/items/";

    /** A path that is passed on as it came. */
    @Benchmark
    public CanonicalPath plain() throws AmbiguousPathException {
        return PathCanonicaliser.canonicalise(plain);
    }

    /** A path with escapes and an empty segment. */
    @Benchmark
    public CanonicalPath rewritten() throws AmbiguousPathException {
        return PathCanonicaliser.canonicalise(rewritten);
    }
}
