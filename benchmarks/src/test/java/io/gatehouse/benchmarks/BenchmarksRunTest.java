package io.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

@Tag("slow")
class BenchmarksRunTest {

    private static final String PACKAGE = BenchmarksRunTest.class.getPackageName() + ".";

    @Test
    void eachBenchmarkRunsOnceWithEachOfItsParameters() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .mode(Mode.SingleShotTime)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        var runs = results.stream()
                .map(result -> result.getParams().getBenchmark().substring(PACKAGE.length()))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        assertThat(runs)
                .containsOnlyKeys(
                        "CanonicalPathBenchmark.plain",
                        "CanonicalPathBenchmark.rewritten",
                        "HostChoiceBenchmark.alone",
                        "HostChoiceBenchmark.shared",
                        "PipelineBenchmark.byName",
                        "PipelineBenchmark.byRoute",
                        "PipelineBenchmark.refused",
                        "RegistrySizeBenchmark.turns",
                        "RouteLookupBenchmark.byName",
                        "RouteLookupBenchmark.byRoute",
                        "TenantBenchmark.signedIn",
                        "quota.LeasedBenchmark.oneThread",
                        "quota.LeasedBenchmark.twoThreads",
                        "quota.LeasedBenchmark.twoThreadsOneHotCaller",
                        "quota.MemoryBenchmark.oneThread",
                        "quota.MemoryBenchmark.twoThreads",
                        "quota.MemoryBenchmark.twoThreadsOneHotCaller")
                .containsEntry("HostChoiceBenchmark.shared", 8L)
                .containsEntry("PipelineBenchmark.byName", 2L)
                .containsEntry("TenantBenchmark.signedIn", 4L)
                .containsEntry("quota.MemoryBenchmark.oneThread", 4L);
    }
}
