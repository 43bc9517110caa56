package io.gatehouse.throttle.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.Admissions;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FakeCounterStore;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that lease and hand out in any order of times and costs, against the definitions of their limits. */
class ManyNodesTest {

    private final ManualClock clock = new ManualClock();
    private final AtomicLong leased = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final FakeCounterStore store = new FakeCounterStore();
    private final TestNodes nodes = new TestNodes(() -> store);

    @AfterEach
    void stop() {
        nodes.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverHandOutMoreThanTheDefinition(long seed) {
        List<SharedLedger> ledgers = nodes.make(4, LedgerMode.LEASED, clock, Runnable::run, new Counting());
        for (RateLimit limit : List.of(
                new FixedWindow(60, 1_000),
                new SlidingWindow(100, 1_000),
                TokenBucket.refilled(60, 100, Duration.ofSeconds(1)))) {
            leased.set(0);
            Admissions admissions = play(new Random(seed), ledgers, limit);
            assertThat(admissions.excess(limit)).as("%s", limit).isZero();
            assertThat(admissions.total()).as("%s", limit).isGreaterThan(limit.limit());
            assertThat(leased.get()).as("leases of %s", limit).isPositive();
        }
        assertThat(failures).hasValue(0);
    }

    private Admissions play(Random random, List<SharedLedger> ledgers, RateLimit limit) {
        var admissions = new Admissions();
        var counter = new CounterKey(limit.form(), "acme", null);
        for (int n = 0; n < 500; n++) {
            clock.advance(Duration.ofMillis(random.nextInt(50) == 0 ? random.nextInt(300) : random.nextInt(3)));
            long permits = random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 1;
            SharedLedger ledger = ledgers.get(random.nextInt(1 + random.nextInt(ledgers.size())));
            QuotaDecision decision = ledger.takeAtOnce(limit, counter, permits);
            decision = decision == null ? ledger.take(limit, counter, permits) : decision;
            if (decision.admits()) {
                admissions.add(clock.epochMillis(), permits);
            }
        }
        return admissions;
    }

    private final class Counting implements QuotaStoreListener {

        @Override
        public void asked(long nanos, boolean answered) {
            failures.addAndGet(answered ? 0 : 1);
        }

        @Override
        public void outage(boolean out) {}

        @Override
        public void leased(long permits) {
            leased.addAndGet(permits);
        }
    }
}
