package io.gatehouse.throttle.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.throttle.shared.SharedLedger;
import io.gatehouse.throttle.shared.TestNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that is killed and comes back on the same port while requests go on, in real time. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class StoreComesBackTest {

    /** So long that no test meets its end, and more than a test can use up. */
    private static final FixedWindow HUGE =
            new FixedWindow(1_000_000_000, Duration.ofDays(36_500).toMillis());

    private static final FixedWindow HUNDRED =
            new FixedWindow(100, Duration.ofDays(36_500).toMillis());
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** For a shared machine: it tells a call that hangs from one that ends. */
    private static final Duration SLACK = Duration.ofSeconds(25);

    private final TestStore store = TestStore.emulated();
    private final TestNodes nodes = new TestNodes(store::counters);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Semaphore beats = new Semaphore(0);
    private volatile boolean ended;

    private record Seen(Set<QuotaOutcome> outcomes, long longestNanos) {}

    @AfterEach
    void stop() {
        ended = true;
        scheduler.shutdownNow();
        nodes.close();
        store.close();
    }

    @ParameterizedTest
    @CsvSource({"EXACT,LOCAL_SHARE", "EXACT,OPEN", "EXACT,CLOSED", "LEASED,LOCAL_SHARE", "LEASED,OPEN", "LEASED,CLOSED"
    })
    void requestsGoOnWithoutTheStoreAndAreExactAfterwards(LedgerMode mode, OutageMode onOutage) throws Exception {
        SharedLedger one = begin(mode, onOutage);
        SharedLedger other = begin(mode, onOutage);
        until(() -> one.state().processes() == 2 && other.state().processes() == 2);
        var load = new ArrayList<Future<Seen>>();
        for (int n = 0; n < 4; n++) {
            load.add(nodes.executor().submit(asking(n % 2 == 0 ? one : other, "caller-" + n % 3)));
        }

        store.takeAway();
        until(() -> one.state().out() && other.state().out());
        store.bringBack();
        long back = System.nanoTime();
        until(() -> !one.state().out() && !other.state().out());
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(30));
        ended = true;

        for (Future<Seen> asked : load) {
            Seen seen = asked.get(60, TimeUnit.SECONDS);
            assertThat(allowed(onOutage)).containsAll(seen.outcomes());
            assertThat(Duration.ofNanos(seen.longestNanos())).isLessThan(DEADLINE.plus(SLACK));
        }
        assertThat(granted(List.of(one, other))).isEqualTo(100);
    }

    private static Set<QuotaOutcome> allowed(OutageMode onOutage) {
        return switch (onOutage) {
            case LOCAL_SHARE -> EnumSet.of(QuotaOutcome.ADMITTED);
            case OPEN -> EnumSet.of(QuotaOutcome.ADMITTED, QuotaOutcome.UNCOUNTED);
            case CLOSED -> EnumSet.of(QuotaOutcome.ADMITTED, QuotaOutcome.UNAVAILABLE);
        };
    }

    private SharedLedger begin(LedgerMode mode, OutageMode onOutage) {
        return nodes.begin(
                new TestNodes.Settings(mode, onOutage, DEADLINE),
                new SystemClock(),
                (delay, task) -> {
                    beats.release();
                    Future<?> scheduled = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> scheduled.cancel(false);
                },
                nodes.executor(),
                QuotaStoreListener.NONE);
    }

    private Callable<Seen> asking(SharedLedger ledger, String caller) {
        var counter = new CounterKey("load", caller, null);
        return () -> {
            Set<QuotaOutcome> outcomes = EnumSet.noneOf(QuotaOutcome.class);
            long longest = 0;
            while (!ended) {
                long begun = System.nanoTime();
                outcomes.add(take(ledger, HUGE, counter).outcome());
                longest = Math.max(longest, System.nanoTime() - begun);
                Thread.onSpinWait();
            }
            return new Seen(outcomes, longest);
        };
    }

    /** One after the other, so that a lease that is on its way is waited for. */
    private static int granted(List<SharedLedger> ledgers) {
        var counter = new CounterKey("afterwards", "acme", null);
        int granted = 0;
        for (int n = 0; n < 400; n++) {
            QuotaDecision decision = take(ledgers.get(n % 2), HUNDRED, counter);
            granted += decision.outcome() == QuotaOutcome.ADMITTED ? 1 : 0;
        }
        return granted;
    }

    private static QuotaDecision take(SharedLedger ledger, FixedWindow limit, CounterKey counter) {
        QuotaDecision atOnce = ledger.takeAtOnce(limit, counter, 1);
        return atOnce == null ? ledger.take(limit, counter, 1) : atOnce;
    }

    /** Looks after every heartbeat, which is what changes the state. */
    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertThat(beats.tryAcquire(60, TimeUnit.SECONDS))
                    .as("another heartbeat")
                    .isTrue();
        }
    }
}
