package io.gatehouse.benchmarks;

import io.gatehouse.domain.service.LoadBalancing;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.Upstreams;
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

    /** How the host is chosen. */
    @Param({"ROUND_ROBIN", "LEAST_REQUESTS"})
    public LoadBalancing strategy = LoadBalancing.ROUND_ROBIN;

    /** How many hosts there are to choose from. */
    @Param({"3", "50"})
    public int hosts = 3;

    private final Upstreams upstreams = new Upstreams();
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
        HostPermit attempt = upstreams.begin(version, TriedHosts.NONE);
        if (attempt == null) {
            throw new IllegalStateException("no host to choose");
        }
        attempt.end();
        return attempt;
    }

    private VersionKey choose() {
        Service service = SampleRegistry.service("orders", strategy, hosts);
        upstreams.update(new Services(List.of(service), List.of()));
        return service.newest().key();
    }
}
