package io.gatehouse.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.gatehouse.domain.quota.Counter;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.Grant;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.throttle.memory.MemoryLedger;
import io.gatehouse.throttle.mongo.LedgerMode;
import io.gatehouse.throttle.mongo.MongoLedger;
import io.gatehouse.throttle.mongo.MongoThrottleSettings;
import io.gatehouse.throttle.mongo.outage.OutageMode;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** One admitted request of one caller: counted in memory, and from a lease of an emulated store. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuotaBenchmark {

    private static final FixedWindow LIMIT = new FixedWindow(1_000_000_000_000_000L, 86_400_000);
    private static final Counter CALLER = new Counter("strict/fixed-window/86400000", "acme", null);

    private final MemoryLedger memory = new MemoryLedger(new SystemClock(), MemoryLedger.MOST_COUNTERS);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final MongoServer server = new MongoServer(new MemoryBackend());
    private @Nullable MongoClient client;
    private QuotaLedger leased = memory;

    /** Makes the store, and the ledger that leases from it. */
    @Setup
    public void begin() {
        client = MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort());
        leased = new MongoLedger(
                MongoThrottleSettings.of(LedgerMode.LEASED, OutageMode.CLOSED, "benchmark"),
                client.getDatabase("benchmark"),
                new SystemClock(),
                (delay, task) -> () -> {},
                executor,
                QuotaStoreListener.NONE);
    }

    /** Ends the store. */
    @TearDown
    public void end() {
        executor.shutdownNow();
        if (client != null) {
            client.close();
        }
        server.shutdownNow();
    }

    @Benchmark
    @Threads(1)
    public Grant memoryAlone() {
        return take(memory);
    }

    @Benchmark
    @Threads(2)
    public Grant memoryShared() {
        return take(memory);
    }

    @Benchmark
    @Threads(1)
    public Grant leasedAlone() {
        return take(leased);
    }

    @Benchmark
    @Threads(2)
    public Grant leasedShared() {
        return take(leased);
    }

    private static Grant take(QuotaLedger ledger) {
        Grant grant = ledger.takeAtOnce(LIMIT, CALLER, 1);
        return grant == null ? ledger.take(LIMIT, CALLER, 1) : grant;
    }
}
