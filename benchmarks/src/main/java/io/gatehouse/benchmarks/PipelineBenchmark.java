package io.gatehouse.benchmarks;

import io.gatehouse.domain.pipeline.Outcome;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** All stages in their order, from the request as it came in to the permit for a host, which is given back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PipelineBenchmark {

    /** The size of the registry. */
    @Param
    public SampleRegistry registry = SampleRegistry.SMALL;

    private CyclicValues<SampleRequest> named = CyclicValues.of(registry.pathsByName(), SampleRequest::new);
    private CyclicValues<SampleRequest> routed = CyclicValues.of(registry.pathsByRoute(), SampleRequest::new);
    private final SampleRequest unknown = new SampleRequest("/nobody/knows/this");
    private WholePipeline pipeline = new WholePipeline(registry.services());

    /** Builds the registry. */
    @Setup
    public void build() {
        named = CyclicValues.of(registry.pathsByName(), SampleRequest::new);
        routed = CyclicValues.of(registry.pathsByRoute(), SampleRequest::new);
        pipeline = new WholePipeline(registry.services());
    }

    /** A request that names its service. */
    @Benchmark
    public Outcome byName() {
        return pipeline.forward(named.next());
    }

    /** A request that reaches its service by a route. */
    @Benchmark
    public Outcome byRoute() {
        return pipeline.forward(routed.next());
    }

    /** A request that no service is found for. */
    @Benchmark
    public Outcome refused() {
        return pipeline.walk(unknown);
    }
}
