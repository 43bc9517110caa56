package io.gatehouse.benchmarks.quota;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.throttle.mongo.MongoCounterStore;
import io.gatehouse.throttle.mongo.MongoThrottlingSettings;
import io.gatehouse.throttle.shared.SharedLedger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One admitted request, out of a lease from an emulator of MongoDB; while warming up, the leases grow.
 *
 * <p>Leases of buckets last a second at most. So many callers that one thread does not come around in that time are not given any: ask for
 * fewer of them, with {@code -p callers=256}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider")
@Warmup(iterations = 30, time = 1)
@Measurement(iterations = 5, time = 1)
public class LeasedBenchmark {

    /** How callers are limited. */
    @Param({"FIXED_WINDOW", "SLIDING_WINDOW", "TOKEN_BUCKET"})
    public Algorithm algorithm = Algorithm.FIXED_WINDOW;

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final MongoClient client =
            MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort());
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final SharedLedger leased = new SharedLedger(
            new MongoCounterStore(client.getDatabase("benchmark"), Optional::empty),
            new MongoThrottlingSettings(
                    Secret.parse("unused"), "benchmark", LedgerMode.LEASED, OutageMode.CLOSED, Duration.ofMillis(50)),
            96L << 20,
            new SystemClock(),
            (delay, task) -> () -> {},
            executor,
            QuotaStoreListener.NONE);

    /** Ends the store. */
    @TearDown
    public void end() {
        executor.shutdownNow();
        client.close();
        server.shutdownNow();
    }

    @Benchmark
    @Threads(1)
    public QuotaDecision oneThread(Callers callers) {
        return callers.take(leased);
    }

    @Benchmark
    @Threads(2)
    public QuotaDecision twoThreads(Callers callers) {
        return callers.take(leased);
    }

    /** Both threads ask for the same caller all the time. */
    @Benchmark
    @Threads(2)
    public QuotaDecision twoThreadsOneHotCaller(Callers callers) {
        return callers.take(leased, 0);
    }
}
