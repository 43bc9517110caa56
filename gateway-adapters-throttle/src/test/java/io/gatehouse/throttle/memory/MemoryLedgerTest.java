package io.gatehouse.throttle.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaLedgerContract;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest extends QuotaLedgerContract {

    private static final FixedWindow HUNDRED = new FixedWindow(100, 60_000);

    /** Room for some hundred thousand counters. */
    private static final long ROOMY = 32L << 20;

    private final ManualClock time = new ManualClock();

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        return List.of(new MemoryLedger(clock, ROOMY));
    }

    @Override
    protected boolean isShared() {
        return false;
    }

    @Test
    void dropsCountersThatAreSilentForLongerThanTheyMatter() {
        var ledger = new MemoryLedger(time, 300_000);
        for (int n = 0; n < 500; n++) {
            ledger.take(HUNDRED, new CounterKey("q", "caller-" + n, null), 1);
        }
        assertThat(ledger.counters()).isEqualTo(500);

        time.advance(Duration.ofSeconds(63));

        assertThat(ledger.counters()).isZero();
    }

    @Test
    void countsOnByTheSameObjectWhenItsCounterWasDropped() {
        var ledger = new MemoryLedger(time, 300_000);
        CounterKey counter = over(1);
        assertThat(ledger.take(HUNDRED, counter, 100).admits()).isTrue();
        time.advance(Duration.ofSeconds(63));
        assertThat(ledger.counters()).isZero();

        assertThat(ledger.take(HUNDRED, counter, 60).remaining()).isEqualTo(40);
        assertThat(ledger.take(HUNDRED, over(1), 30).remaining()).isEqualTo(10);
        assertThat(ledger.take(HUNDRED, counter, 11).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        assertThat(ledger.counters()).isEqualTo(1);
    }

    @Test
    void takesNothingFromWhatAnotherLedgerCounts() {
        CounterKey counter = over(1);
        var one = new MemoryLedger(time, 300_000);
        var other = new MemoryLedger(time, 300_000);
        assertThat(one.take(HUNDRED, counter, 90).remaining()).isEqualTo(10);
        assertThat(other.take(HUNDRED, counter, 30).remaining()).isEqualTo(70);
        assertThat(one.take(HUNDRED, counter, 5).remaining()).isEqualTo(5);
    }

    /** A counter of which nothing has been used yet may be dropped between being found and being used. */
    @Test
    void losesNothingThatIsCountedWhileCountersAreDropped() throws Exception {
        var ledger = new MemoryLedger(time, ROOMY);
        var once = new FixedWindow(1, 60_000);
        var granted = new AtomicInteger();
        var done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            Future<?> dropping = pool.submit(() -> {
                while (!done.get()) {
                    ledger.counters();
                }
            });
            Callable<@Nullable Void> asking = () -> {
                for (int n = 0; n < 20_000; n++) {
                    if (ledger.take(once, new CounterKey("q", "caller-" + n, null), 1)
                            .admits()) {
                        granted.incrementAndGet();
                    }
                }
                return null;
            };
            for (Future<?> asked : pool.invokeAll(List.of(asking, asking))) {
                asked.get();
            }
            done.set(true);
            dropping.get();
        } finally {
            done.set(true);
            pool.shutdownNow();
        }

        assertThat(granted).hasValue(20_000);
    }

    /** Whoever is over his limit is silent while others come, as a cache that drops who is seen least would want it. */
    @Test
    void goesOnRefusingThoseWhoAreOverTheirLimitAfterAFloodOfOthers() {
        var ledger = new MemoryLedger(time, 300_000);
        for (int n = 0; n < 200; n++) {
            assertThat(ledger.take(HUNDRED, over(n), 100).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        }

        for (int n = 0; n < 100_000; n++) {
            ledger.take(HUNDRED, new CounterKey("q", "stranger-" + n, null), 1);
        }

        for (int n = 0; n < 200; n++) {
            assertThat(ledger.take(HUNDRED, over(n), 1).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        }
        HeapShare share = ledger.heapShares().get(0);
        assertThat(share.bytes().getAsLong()).isLessThanOrEqualTo(300_000);
        assertThat(share.entries().getAsLong()).isEqualTo(ledger.counters()).isGreaterThan(1_000);
    }

    private static CounterKey over(int n) {
        return new CounterKey("q", "over-" + n, null);
    }
}
