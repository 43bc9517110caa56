package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link QuotaLedger} must do; an adapter's test extends this and provides ledgers over an empty store.
 *
 * <p>A ledger that shares nothing says so by {@link #isShared}, and one whose store can fail by {@link #withFailingStore}; where neither holds,
 * the tests of it have nothing to try.
 */
public abstract class QuotaLedgerContract {

    /** A whole number of minutes after the epoch, as the clock's start is. */
    private final ManualClock clock = new ManualClock();

    private int counters;

    /** That many ledgers, each as in a process of its own, over one store; called once a test. */
    protected abstract List<QuotaLedger> nodes(int count, GatewayClock clock) throws Exception;

    /** Whether several processes share what they count. */
    protected boolean isShared() {
        return true;
    }

    /** How many permits of a limit may be left unused for a while, when so many processes ask for more. */
    protected long mostUnused(RateLimit limit, int nodes) {
        return 0;
    }

    /** How many permits nobody can have for a while, although nobody holds them. */
    protected long mostWithheld(RateLimit limit) {
        return 0;
    }

    /**
     * A ledger over a store that can be made to fail.
     *
     * @param ledger the ledger, which has just begun to count
     * @param store makes its store fail
     */
    public record WithFailingStore(QuotaLedger ledger, StoreControl store) {}

    /** One that does this while its store is away; null where there is no store, or no such mode. Called once a test. */
    protected @Nullable WithFailingStore withFailingStore(OutageMode mode, GatewayClock clock) throws Exception {
        return null;
    }

    static List<RateLimit> limits() {
        return List.of(
                new FixedWindow(100, 60_000),
                new CalendarWindow(100, CalendarUnit.MONTH),
                new SlidingWindow(100, 60_000),
                TokenBucket.refilled(100, 1, Duration.ofMinutes(1)));
    }

    /** A counter that no other test of this instance uses. */
    protected CounterKey counter() {
        return new CounterKey("quota-" + counters++, "acme", null);
    }

    /** What a gateway does: ask for an answer at once, else wait for it. */
    protected static QuotaDecision take(QuotaLedger ledger, RateLimit limit, CounterKey counter, long permits) {
        QuotaDecision atOnce = ledger.takeAtOnce(limit, counter, permits);
        return atOnce == null ? ledger.take(limit, counter, permits) : atOnce;
    }

    private QuotaLedger node() throws Exception {
        return nodes(1, clock).get(0);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void grantsTheLimitAndNoMore(RateLimit limit) throws Exception {
        QuotaLedger ledger = node();
        CounterKey counter = counter();

        for (int n = 0; n < 100 - mostWithheld(limit); n++) {
            QuotaDecision decision = take(ledger, limit, counter, 1);
            assertThat(decision.outcome()).as("request %d", n).isEqualTo(QuotaOutcome.ADMITTED);
            assertThat(decision.limit()).isEqualTo(100);
            assertThat(decision.remaining()).isBetween(0L, 99L - n);
        }
        long more = 0;
        while (take(ledger, limit, counter, 1).admits()) {
            more++;
        }
        assertThat(more).isLessThanOrEqualTo(mostWithheld(limit));
        for (int n = 0; n < 3; n++) {
            QuotaDecision refused = take(ledger, limit, counter, 1);
            assertThat(refused.outcome()).isEqualTo(QuotaOutcome.REFUSED);
            assertThat(refused.remaining()).isZero();
            assertThat(refused.retryMillis()).isBetween(1L, limit.windowMillis() * 11 / 10);
        }
    }

    /** Gateways ask with one object again and again, or with a new one each time. */
    @ParameterizedTest
    @MethodSource("limits")
    void countsByWhatACounterSaysWhicheverObjectSaysIt(RateLimit limit) throws Exception {
        QuotaLedger ledger = node();
        CounterKey again = counter();

        long granted = 0;
        for (int n = 0; n < 110; n++) {
            CounterKey one = n % 3 == 0 ? new CounterKey(again.quota(), again.owner(), again.address()) : again;
            granted += take(ledger, limit, one, 1).admits() ? 1 : 0;
        }

        assertThat(granted).isBetween(100 - mostWithheld(limit), 100L);
        assertThat(take(ledger, limit, again, 1).outcome()).isEqualTo(QuotaOutcome.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void grantsAgainWhenItSaysThatItWill(RateLimit limit) throws Exception {
        QuotaLedger ledger = node();
        CounterKey counter = counter();
        take(ledger, limit, counter, 100);
        long retry = take(ledger, limit, counter, 1).retryMillis();

        clock.advance(Duration.ofMillis(retry - 1));
        assertThat(take(ledger, limit, counter, 1).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        clock.advance(Duration.ofMillis(1));
        assertThat(take(ledger, limit, counter, 1).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void grantsAllOrNothingAndCountsOnlyWhatItGrants(RateLimit limit) throws Exception {
        QuotaLedger ledger = node();
        CounterKey counter = counter();
        take(ledger, limit, counter, 97);

        assertThat(take(ledger, limit, counter, 4).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        assertThat(take(ledger, limit, counter, 101).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        assertThat(take(ledger, limit, counter, 3).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(take(ledger, limit, counter, 1).outcome()).isEqualTo(QuotaOutcome.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void countsEachSubjectAlone(RateLimit limit) throws Exception {
        QuotaLedger ledger = node();
        List<CounterKey> different = List.of(
                new CounterKey("one", "acme", null),
                new CounterKey("other", "acme", null),
                new CounterKey("one", "globex", null),
                new CounterKey("one", "", address("192.0.2.1")),
                new CounterKey("one", "acme", address("192.0.2.1")),
                new CounterKey("one", "acme", address("2001:db8::1")),
                new CounterKey("one", "acme", address("2001:db8:0:1::1")));

        for (CounterKey counter : different) {
            assertThat(take(ledger, limit, counter, 100).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void looksWithoutCounting(RateLimit limit) throws Exception {
        QuotaLedger ledger = node();
        CounterKey counter = counter();
        for (int n = 0; n < 200; n++) {
            assertThat(ledger.look(limit, counter, 1).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        }

        assertThat(take(ledger, limit, counter, 100).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(ledger.look(limit, counter, 1).outcome()).isEqualTo(QuotaOutcome.REFUSED);
    }

    @Test
    void keepsWhatWasUsedWhenTheLimitChanges() throws Exception {
        QuotaLedger ledger = node();
        CounterKey counter = counter();
        take(ledger, new FixedWindow(100, 60_000), counter, 40);

        assertThat(take(ledger, new FixedWindow(50, 60_000), counter, 11).outcome())
                .isEqualTo(QuotaOutcome.REFUSED);
        assertThat(take(ledger, new FixedWindow(50, 60_000), counter, 10).outcome())
                .isEqualTo(QuotaOutcome.ADMITTED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverExceedsTheDefinitionWithStaggeredBursts(long seed) throws Exception {
        QuotaLedger ledger = node();
        for (RateLimit limit : List.of(
                new FixedWindow(20, 1_000),
                new SlidingWindow(20, 1_000),
                TokenBucket.refilled(20, 20, Duration.ofSeconds(1)))) {
            var random = new Random(seed);
            var admissions = new Admissions();
            CounterKey counter = counter();
            for (int n = 0; n < 300; n++) {
                clock.advance(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(10)));
                long permits = random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 1;
                if (take(ledger, limit, counter, permits).admits()) {
                    admissions.add(clock.epochMillis(), permits);
                }
            }
            assertThat(admissions.total()).as("%s", limit).isGreaterThan(20);
            assertThat(admissions.excess(limit)).as("%s", limit).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void grantsExactlyTheLimitToManyThreads(RateLimit limit) throws Exception {
        grantsExactly(limit, nodes(1, clock), 16, 20);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void grantsExactlyTheLimitOverAllProcesses(RateLimit limit) throws Exception {
        grantsExactly(limit, nodes(isShared() ? 2 : 1, clock), 16, 20);
    }

    @Tag("proof")
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256})
    void grantsExactlyTheLimitTwentyTimes(int threads) throws Exception {
        List<QuotaLedger> nodes = nodes(isShared() ? 2 : 1, clock);
        for (int round = 0; round < 20; round++) {
            for (RateLimit limit : limits()) {
                grantsExactly(limit, nodes, threads, Math.max(2, 400 / threads));
            }
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void decidesByItselfWhileTheStoreIsAway(OutageMode mode) throws Exception {
        WithFailingStore failing = withFailingStore(mode, clock);
        if (failing != null) {
            decidesByItself(mode, failing.ledger(), failing.store()::takeAway);
        }
    }

    @ParameterizedTest
    @EnumSource
    void decidesByItselfWhileTheStoreIsSlow(OutageMode mode) throws Exception {
        WithFailingStore failing = withFailingStore(mode, clock);
        if (failing != null) {
            decidesByItself(mode, failing.ledger(), failing.store()::slowDown);
            failing.store().bringBack();
        }
    }

    /** A request must never hear that it is over a limit only because nobody counts. */
    private void decidesByItself(OutageMode mode, QuotaLedger ledger, Runnable fail) {
        var limit = new FixedWindow(100, 60_000);
        CounterKey counter = counter();
        assertThat(take(ledger, limit, counter, 40).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        fail.run();

        Map<QuotaOutcome, Integer> outcomes = new EnumMap<>(QuotaOutcome.class);
        for (int n = 0; n < 150; n++) {
            outcomes.merge(take(ledger, limit, counter, 1).outcome(), 1, Integer::sum);
        }
        QuotaOutcome last = take(ledger, limit, counter, 1).outcome();
        assertThat(outcomes.getOrDefault(QuotaOutcome.ADMITTED, 0)).isLessThanOrEqualTo(60);
        switch (mode) {
            case OPEN -> {
                assertThat(outcomes).doesNotContainKeys(QuotaOutcome.REFUSED, QuotaOutcome.UNAVAILABLE);
                assertThat(last).isEqualTo(QuotaOutcome.UNCOUNTED);
            }
            case CLOSED -> {
                assertThat(outcomes).doesNotContainKeys(QuotaOutcome.REFUSED, QuotaOutcome.UNCOUNTED);
                assertThat(last).isEqualTo(QuotaOutcome.UNAVAILABLE);
            }
            case LOCAL_SHARE -> {
                assertThat(outcomes).containsOnlyKeys(QuotaOutcome.ADMITTED, QuotaOutcome.REFUSED);
                assertThat(last).isEqualTo(QuotaOutcome.REFUSED);
            }
        }
        assertThat(ledger.look(limit, counter, 1).outcome()).isEqualTo(last);
    }

    @ParameterizedTest
    @EnumSource
    void countsAgainOnceTheStoreIsBack(OutageMode mode) throws Exception {
        WithFailingStore failing = withFailingStore(mode, clock);
        if (failing == null) {
            return;
        }
        var limit = new FixedWindow(100, 60_000);
        CounterKey before = counter();
        failing.store().takeAway();
        for (int n = 0; n < 60; n++) {
            take(failing.ledger(), limit, before, 1);
        }
        failing.store().bringBack();

        long granted = 0;
        CounterKey fresh = counter();
        for (int n = 0; n < 150; n++) {
            granted += take(failing.ledger(), limit, fresh, 1).outcome() == QuotaOutcome.ADMITTED ? 1 : 0;
        }
        assertThat(granted).isBetween(100 - mostUnused(limit, 1), 100L);
        if (mode == OutageMode.LOCAL_SHARE) {
            // What was granted without the store is not granted once more.
            assertThat(take(failing.ledger(), limit, before, 41).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        }
    }

    /** Every thread asks so often that more than the limit is asked for in all, while the clock stands still. */
    private void grantsExactly(RateLimit limit, List<QuotaLedger> nodes, int threads, int times) throws Exception {
        CounterKey counter = counter();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var together = new CyclicBarrier(threads);
            var results = new ArrayList<Future<Integer>>();
            for (int n = 0; n < threads; n++) {
                QuotaLedger ledger = nodes.get(n % nodes.size());
                results.add(pool.submit(asking(ledger, limit, counter, times, together)));
            }
            long granted = 0;
            for (Future<Integer> result : results) {
                granted += result.get();
            }
            assertThat(granted).as("%s", limit).isBetween(100 - mostUnused(limit, nodes.size()), 100L);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Callable<Integer> asking(
            QuotaLedger ledger, RateLimit limit, CounterKey counter, int times, CyclicBarrier together) {
        return () -> {
            together.await();
            int granted = 0;
            for (int n = 0; n < times; n++) {
                granted += take(ledger, limit, counter, 1).outcome() == QuotaOutcome.ADMITTED ? 1 : 0;
            }
            return granted;
        };
    }

    private static MaskedAddress address(String text) throws UnknownHostException {
        return MaskedAddress.of(InetAddress.getByName(text), MaskedAddress.DEFAULT_IPV6_PREFIX);
    }
}
