package io.gatehouse.benchmarks;

import io.gatehouse.domain.request.CanonicalPath;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.Services;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/** From a canonical path to the service it names, by the service's own name and by a route. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteLookupBenchmark {

    /** The size of the registry. */
    @Param
    public SampleRegistry registry = SampleRegistry.SMALL;

    private Services services = registry.services();
    private CyclicValues<CanonicalPath> named = ring(registry.pathsByName());
    private CyclicValues<CanonicalPath> routed = ring(registry.pathsByRoute());

    /** Builds the registry. */
    @Setup
    public void build() {
        services = registry.services();
        named = ring(registry.pathsByName());
        routed = ring(registry.pathsByRoute());
    }

    /** {@code /service-7/v1/items/4711}. */
    @Benchmark
    public @Nullable RouteMatch byName() {
        return services.find(named.next(), SampleRegistry.HOST);
    }

    /** {@code /api/area-7/service-7/items/4711}. */
    @Benchmark
    public @Nullable RouteMatch byRoute() {
        return services.find(routed.next(), SampleRegistry.HOST);
    }

    private static CyclicValues<CanonicalPath> ring(List<String> paths) {
        return CyclicValues.of(paths, path -> new CanonicalPath(path, path, false, false));
    }
}
