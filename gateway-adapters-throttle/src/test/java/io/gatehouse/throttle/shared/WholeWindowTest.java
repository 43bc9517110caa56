package io.gatehouse.throttle.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.AlignedWindow;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FakeCounterStore;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leases leave unused over a whole window, when processes are asked in bursts and then left alone. */
class WholeWindowTest {

    private static final int NODES = 3;
    private static final List<RateLimit> LIMITS = List.of(
            new FixedWindow(300, 1_000),
            new SlidingWindow(300, 1_000),
            TokenBucket.refilled(300, 300, Duration.ofSeconds(1)));

    private final ManualClock clock = new ManualClock();
    private final FakeCounterStore store = new FakeCounterStore();
    private final TestNodes nodes = new TestNodes(() -> store);
    private final List<SharedLedger> ledgers =
            nodes.make(NODES, LedgerMode.LEASED, clock, Runnable::run, QuotaStoreListener.NONE);

    private record Granted(long millis, long permits) {}

    @AfterEach
    void stop() {
        nodes.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isAtMostATenthOfTheLimitForEachProcess(long seed) {
        for (RateLimit limit : LIMITS) {
            long least = leastOfAnyWindowThatWasUsedUp(new Random(seed), limit);
            assertThat(least).as("%s", limit).isGreaterThanOrEqualTo(300 - NODES * 30L - limit.mostWithheld());
        }
    }

    /** Whoever is refused could have had the whole limit within the time that the limit remembers, but for leases. */
    private long leastOfAnyWindowThatWasUsedUp(Random random, RateLimit limit) {
        var counter = new CounterKey(limit.form(), "acme", null);
        var granted = new ArrayList<Granted>();
        long least = Long.MAX_VALUE;
        for (int burst = 0; burst < 400; burst++) {
            SharedLedger node = ledgers.get(random.nextInt(NODES));
            boolean untilRefused = burst % 40 == 39;
            int requests = untilRefused ? 1_000 : 2 + random.nextInt(12);
            boolean refused = false;
            for (int n = 0; n < requests && !refused; n++) {
                refused = take(node, limit, counter).outcome() == QuotaOutcome.REFUSED;
                if (!refused) {
                    granted.add(new Granted(clock.epochMillis(), 1));
                }
            }
            if (refused) {
                least = Math.min(least, since(granted, begin(limit)));
            }
            clock.advance(Duration.ofMillis(20 + random.nextInt(20)));
        }
        return least;
    }

    private long begin(RateLimit limit) {
        long now = clock.epochMillis();
        return limit instanceof AlignedWindow aligned
                ? aligned.begin(aligned.windowAt(now))
                : now - limit.memoryMillis();
    }

    private static long since(List<Granted> granted, long beginMillis) {
        return granted.stream()
                .filter(decision -> decision.millis() >= beginMillis)
                .mapToLong(Granted::permits)
                .sum();
    }

    private static QuotaDecision take(SharedLedger node, RateLimit limit, CounterKey counter) {
        QuotaDecision decision = node.takeAtOnce(limit, counter, 1);
        return decision == null ? node.take(limit, counter, 1) : decision;
    }
}
