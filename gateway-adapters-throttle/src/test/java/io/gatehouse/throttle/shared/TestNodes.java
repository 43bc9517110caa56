package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.SharedCounterSettings;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Ledgers over one store, each as in a process of its own. */
public final class TestNodes implements AutoCloseable {

    /** Settings of an adapter that needs no others. */
    public record Settings(LedgerMode mode, OutageMode onOutage, Duration deadline) implements SharedCounterSettings {}

    /** Long enough for hundreds of threads on two processors. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Room for some 100,000 counters. */
    private static final long MOST_BYTES = 96L << 20;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Supplier<CounterStore> stores;

    /** Over one store, as it is seen by one process after the other. */
    public TestNodes(Supplier<CounterStore> stores) {
        this.stores = stores;
    }

    /** What runs what no request waits for. */
    public ExecutorService executor() {
        return executor;
    }

    /** Without heartbeats, and closed in an outage, so that a store that fails grants nothing. */
    public List<SharedLedger> make(
            int count,
            SharedCounterSettings.LedgerMode mode,
            GatewayClock clock,
            Executor executor,
            QuotaStoreListener listener) {
        var settings = new Settings(mode, SharedCounterSettings.OutageMode.CLOSED, DEADLINE);
        return IntStream.range(0, count)
                .mapToObj(n -> new SharedLedger(
                        stores.get(), settings, MOST_BYTES, clock, (delay, task) -> () -> {}, executor, listener))
                .toList();
    }

    /** One with heartbeats. */
    public SharedLedger begin(
            SharedCounterSettings settings,
            GatewayClock clock,
            Timer timer,
            Executor executor,
            QuotaStoreListener listener) {
        var ledger = new SharedLedger(stores.get(), settings, MOST_BYTES, clock, timer, executor, listener);
        ledger.begin();
        return ledger;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
