package io.gatehouse.benchmarks;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.BalancedRequest;
import io.gatehouse.domain.upstream.BuiltInStrategy;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** The choice of a host and giving its permit back, by one thread alone and by two that share the same group. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HostChoiceBenchmark {

    private static final HostOutcome GOOD = new HostOutcome.Responded(200, 1_000_000, 2_000_000);

    private static final Resilience GUARDS = new Resilience(
            new BreakerPolicy(
                    Percentage.parse("50%"),
                    Percentage.parse("80%"),
                    Duration.ofSeconds(5),
                    5,
                    20,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Origin.of("benchmark")),
            new OutlierPolicy(
                    5,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Percentage.parse("50%"),
                    Duration.ofSeconds(10),
                    Origin.of("benchmark")),
            null);

    /** How the host is chosen. */
    @Param({"ROUND_ROBIN", "LEAST_REQUESTS"})
    public BuiltInStrategy strategy = BuiltInStrategy.ROUND_ROBIN;

    /** How many hosts there are to choose from. */
    @Param({"3", "50"})
    public int hosts = 3;

    /** Whether circuit breaker and outlier detection count what becomes of the call; neither has a reason to do anything. */
    @Param({"false", "true"})
    public boolean guarded;

    private final Upstreams upstreams = new Upstreams();
    private final BalancedRequest request = RequestState.begin(
            new SampleRequest("/orders/v1/items"),
            WholePipeline.snapshot(new Services(List.of(), List.of())),
            new Permits());
    private VersionKey version = choose();

    /** Makes the group. */
    @Setup
    public void build() {
        version = choose();
    }

    /** Nobody else chooses. */
    @Benchmark
    @Threads(1)
    public HostPermit alone() {
        return beginAndEnd();
    }

    /** Another thread chooses at the same time. */
    @Benchmark
    @Threads(2)
    public HostPermit shared() {
        return beginAndEnd();
    }

    private HostPermit beginAndEnd() {
        HostPermit attempt = upstreams.begin(version, request, TriedHosts.NONE);
        if (attempt == null) {
            throw new IllegalStateException("no host to choose");
        }
        attempt.end(GOOD);
        return attempt;
    }

    private VersionKey choose() {
        Service service = SampleRegistry.service("orders", strategy, hosts, guarded ? GUARDS : Resilience.NONE);
        upstreams.update(new Services(List.of(service), List.of()));
        return service.newest().key();
    }
}
