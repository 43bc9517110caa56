package io.gatehouse.throttle.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.FakeCounterStore;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaLedgerContract;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.quota.StoreControl;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualTimer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract of ledgers, over any store. */
public abstract class SharedLedgerContract extends QuotaLedgerContract {

    private static final Duration DEADLINE = Duration.ofMillis(300);

    private final LedgerMode mode;
    private final TestNodes nodes;
    private final @Nullable StoreControl control;

    /**
     * Over one store.
     *
     * @param control makes it fail; null where that cannot be done
     */
    protected SharedLedgerContract(LedgerMode mode, Supplier<CounterStore> stores, @Nullable StoreControl control) {
        this.mode = mode;
        this.nodes = new TestNodes(stores);
        this.control = control;
    }

    /** Over this store, without a server. */
    SharedLedgerContract(LedgerMode mode, FakeCounterStore store) {
        this(mode, () -> store, store);
    }

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        return List.copyOf(nodes.make(count, mode, clock, nodes.executor(), QuotaStoreListener.NONE));
    }

    @Override
    protected @Nullable WithFailingStore withFailingStore(OutageMode onOutage, GatewayClock clock) {
        StoreControl store = control;
        if (store == null) {
            return null;
        }
        var timer = new ManualTimer();
        SharedLedger ledger = nodes.begin(
                new TestNodes.Settings(mode, onOutage, DEADLINE), clock, timer, Runnable::run, QuotaStoreListener.NONE);
        timer.advance(Duration.ofSeconds(1));
        return new WithFailingStore(ledger, new StoreControl() {
            @Override
            public void takeAway() {
                store.takeAway();
            }

            @Override
            public void slowDown() {
                store.slowDown();
            }

            @Override
            public void bringBack() {
                store.bringBack();
                for (int beats = 0; beats < 50 && ledger.state().out(); beats++) {
                    timer.advance(Duration.ofSeconds(1));
                }
                assertThat(ledger.state().out()).isFalse();
            }
        });
    }

    @Override
    protected long mostUnused(RateLimit limit, int processes) {
        return mode == LedgerMode.EXACT ? 0 : processes * limit.mostLeased() + limit.mostWithheld();
    }

    @Override
    protected long mostWithheld(RateLimit limit) {
        return mode == LedgerMode.EXACT ? 0 : limit.mostWithheld();
    }

    @AfterEach
    void stop() {
        nodes.close();
    }
}
