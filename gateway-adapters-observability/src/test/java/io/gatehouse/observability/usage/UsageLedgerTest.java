package io.gatehouse.observability.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Sum;
import io.gatehouse.domain.usage.UsageStoreException;
import io.gatehouse.observability.grouping.ExchangeGroup;
import io.gatehouse.observability.memory.MemoryUsageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted, and what of it the store has after flushes, failures and ends of all kinds. */
class UsageLedgerTest {

    private static final Duration KEEP = Duration.ofDays(400);
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final List<UsageDimension> ALL = List.of(UsageDimension.values());

    private final ManualClock clock = new ManualClock();
    private final Failing store = new Failing();

    /** A store that fails when it is told to, before it has written, or after. */
    private static final class Failing extends RelayedUsageStore {

        private boolean failsBefore;
        private boolean failsAfter;

        Failing() {
            super(new MemoryUsageStore(1 << 24));
        }

        @Override
        public void write(List<Row> rows, List<Note> notes, Duration retention, Duration timeout) {
            if (failsBefore && !rows.isEmpty()) {
                throw new UsageStoreException("away", new IllegalStateException());
            }
            super.write(rows, notes, retention, timeout);
            if (failsAfter && !rows.isEmpty()) {
                throw new UsageStoreException("no answer", new IllegalStateException());
            }
        }
    }

    private UsageLedger ledger() {
        return ledger(new UsageRoom(100_000, 1_000));
    }

    private UsageLedger ledger(UsageRoom room) {
        return new UsageLedger(store, KEEP, room, clock, () -> {});
    }

    private static TrafficListener listener(UsageLedger ledger) {
        return exchange -> ledger.reader().ended(ExchangeGroup.of(exchange), 0);
    }

    private ExchangeRecord exchange(@Nullable String tenant, @Nullable String service, int status) {
        ExchangeRecord exchange = TestExchanges.matched(TestExchanges.get("/", status), null, service);
        ExchangeRecord called = tenant == null ? exchange : TestExchanges.ofTenant(exchange, tenant);
        return TestExchanges.sized(
                TestExchanges.at(
                        TestExchanges.forwarded(called, "http://10.0.0.1:8080", 7_000, null), clock.epochMillis(), 0),
                3,
                5);
    }

    private Map<List<String>, Counts> kept(List<UsageDimension> by) {
        var found = new HashMap<List<String>, Counts>();
        for (Sum sum : store.sum(new Query(by, Map.of(), 0, Long.MAX_VALUE, 100_000), WITHIN)) {
            found.put(sum.group(), sum.counts());
        }
        return found;
    }

    private long calls() {
        return kept(List.of()).getOrDefault(List.of(), Counts.NONE).calls();
    }

    @Test
    void countsByEverythingThatIsKnown() {
        UsageLedger ledger = ledger();
        listener(ledger).ended(exchange("acme", "orders", 200));
        listener(ledger).ended(exchange("acme", "orders", 204));
        listener(ledger).ended(exchange("acme", "orders", 503));
        listener(ledger).ended(exchange(null, "orders", 200));
        listener(ledger).ended(exchange(null, null, 404));
        assertThat(ledger.flush(WITHIN)).isTrue();

        String hour = Long.toString(CalendarUnit.HOUR.at(clock.epochMillis()));
        assertThat(kept(ALL))
                .isEqualTo(Map.of(
                        List.of(hour, "acme", "storefront", "acme/storefront/web", "orders", "1", "2xx"),
                                new Counts(2, 6, 10, 14),
                        List.of(hour, "acme", "storefront", "acme/storefront/web", "orders", "1", "5xx"),
                                new Counts(1, 3, 5, 7),
                        List.of(hour, "", "", "", "orders", "1", "2xx"), new Counts(1, 3, 5, 7),
                        List.of(hour, "", "", "", "", "", "4xx"), new Counts(1, 3, 5, 7)));
    }

    @Test
    void countsInTheHourInWhichAnExchangeEnds() {
        UsageLedger ledger = ledger();
        long begin = clock.epochMillis();
        ExchangeRecord exchange = exchange("acme", "orders", 200);
        listener(ledger).ended(TestExchanges.at(exchange, begin, TimeUnit.MINUTES.toNanos(60) - 1));
        listener(ledger).ended(TestExchanges.at(exchange, begin, TimeUnit.MINUTES.toNanos(60)));
        ledger.flush(WITHIN);

        long hour = CalendarUnit.HOUR.at(begin);
        assertThat(kept(List.of(UsageDimension.HOUR)).keySet())
                .containsExactlyInAnyOrder(List.of("" + hour), List.of("" + (hour + 1)));
    }

    /** Processes that begin, count, flush with and without success, and are killed, beside a plain count. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theStoreHasWhatWasFlushedAndNothingTwice(long seed) {
        var random = new Random(seed);
        var ledgers = new ArrayList<>(List.of(ledger(), ledger()));
        var unsafe = new ArrayList<>(List.of(0L, 0L));
        long safe = 0;
        for (int step = 0; step < 400; step++) {
            int which = random.nextInt(2);
            UsageLedger ledger = ledgers.get(which);
            switch (random.nextInt(8)) {
                case 0 -> {
                    store.failsBefore = random.nextInt(3) == 0;
                    store.failsAfter = random.nextInt(3) == 0;
                    boolean fails = store.failsBefore || store.failsAfter;
                    assertThat(ledger.flush(WITHIN)).isEqualTo(!fails || unsafe.get(which) == 0);
                    if (!fails) {
                        safe += unsafe.get(which);
                        unsafe.set(which, 0L);
                    }
                    store.failsBefore = false;
                    store.failsAfter = false;
                }
                case 1 -> clock.advance(Duration.ofMinutes(random.nextInt(90)));
                case 2 -> {
                    if (random.nextInt(4) == 0) {
                        // Killed: of what was not flushed for good the store has some, or none.
                        long before = calls();
                        assertThat(before).isBetween(safe, safe + unsafe.get(0) + unsafe.get(1));
                        ledgers.set(which, ledger());
                        ledgers.get(1 - which).flush(WITHIN);
                        unsafe.set(1 - which, 0L);
                        safe = calls();
                        unsafe.set(which, 0L);
                    }
                }
                default -> {
                    listener(ledger)
                            .ended(exchange(
                                    "t" + random.nextInt(3), "s" + random.nextInt(3), 200 + 100 * random.nextInt(3)));
                    unsafe.set(which, unsafe.get(which) + 1);
                }
            }
            assertThat(calls())
                    .as("seed %d, step %d", seed, step)
                    .isBetween(safe, safe + unsafe.get(0) + unsafe.get(1));
        }
        ledgers.forEach(ledger -> assertThat(ledger.flush(WITHIN)).isTrue());
        assertThat(calls()).isEqualTo(safe + unsafe.get(0) + unsafe.get(1));
    }

    @Test
    void countsTogetherWhatThereIsNoRoomFor() {
        UsageLedger ledger = ledger(new UsageRoom(30, 5));
        for (int n = 0; n < 1_000; n++) {
            listener(ledger).ended(exchange("t" + n % 5, "s" + n % 20, 200));
        }
        ledger.flush(WITHIN);

        assertThat(calls()).isEqualTo(1_000);
        Map<List<String>, Counts> byTenant = kept(List.of(UsageDimension.TENANT));
        assertThat(byTenant.keySet())
                .containsExactlyInAnyOrder(List.of("t0"), List.of("t1"), List.of("t2"), List.of(UsageStore.OTHER));
        assertThat(byTenant.get(List.of("t0")).calls()).isEqualTo(200);
        assertThat(byTenant.get(List.of(UsageStore.OTHER)).calls()).isEqualTo(400);
        Map<List<String>, Counts> ofFirst = kept(List.of(UsageDimension.TENANT, UsageDimension.SERVICE));
        assertThat(ofFirst).containsKey(List.of("t0", UsageStore.OTHER));
        assertThat(ledger.share().bytes().getAsLong()).isLessThanOrEqualTo(30L * UsageCell.BYTES);
    }

    @Test
    void hoursThatAreOverAndWrittenGiveTheirRoomBack() {
        var room = new UsageRoom(100, 50);
        UsageLedger ledger = ledger(room);
        listener(ledger).ended(exchange("acme", "orders", 200));
        clock.advance(Duration.ofHours(1));
        store.failsBefore = true;
        assertThat(ledger.flush(WITHIN)).isFalse();
        assertThat(ledger.isOut()).isTrue();
        clock.advance(Duration.ofHours(1));
        listener(ledger).ended(exchange("acme", "orders", 200));
        long both = room.taken();
        store.failsBefore = false;

        assertThat(ledger.flush(WITHIN)).isTrue();
        assertThat(ledger.isOut()).isFalse();
        assertThat(room.taken()).isEqualTo(both / 2);
        assertThat(calls()).isEqualTo(2);
        clock.advance(Duration.ofHours(2));
        ledger.flush(WITHIN);
        assertThat(room.taken()).isZero();
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void losesNothingOfManyThreadsBesideFlushes() throws Exception {
        UsageLedger ledger = ledger(new UsageRoom(60, 20));
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            var work = new ArrayList<Future<?>>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                work.add(threads.submit(() -> {
                    var random = new Random(seed);
                    for (int n = 0; n < 20_000; n++) {
                        listener(ledger).ended(exchange("t" + random.nextInt(6), "s" + random.nextInt(6), 200));
                    }
                }));
            }
            work.add(threads.submit(() -> {
                for (int n = 0; n < 50; n++) {
                    ledger.flush(WITHIN);
                }
            }));
            for (Future<?> done : work) {
                done.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        ledger.flush(WITHIN);

        assertThat(kept(List.of())).isEqualTo(Map.of(List.of(), new Counts(80_000, 240_000, 400_000, 560_000)));
    }

    /** A wrong date is put right again: the time in between was not watched, and what follows is counted. */
    @Test
    void aClockThatIsSetAheadForAWhileHasNotWatchedMeanwhile() {
        UsageLedger ledger = ledger();
        ledger.begin();
        clock.advance(Duration.ofHours(1));
        ledger.flush(WITHIN);
        clock.setAhead(Duration.ofDays(100));
        listener(ledger).ended(exchange("acme", "orders", 200));
        ledger.flush(WITHIN);
        clock.advance(Duration.ofMinutes(5));
        ledger.flush(WITHIN);
        clock.setAhead(Duration.ofDays(-100));
        ledger.flush(WITHIN);
        clock.advance(Duration.ofHours(2));
        listener(ledger).ended(exchange("acme", "orders", 200));
        assertThat(ledger.flush(WITHIN)).isTrue();

        assertThat(store.notes(WITHIN))
                .extracting(note -> Duration.ofMillis(note.seenMillis() - note.sinceMillis()))
                .containsExactlyInAnyOrder(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofHours(2));
        assertThat(calls()).isEqualTo(2);
        ledger.close();
    }

    @Test
    void aClockThatIsSetAgainAndAgainIsNotGoneBy() {
        UsageLedger ledger = ledger();
        ledger.begin();
        for (int n = 0; n < 1_000; n++) {
            clock.setAhead(Duration.ofDays(n % 2 == 0 ? 1 : -1));
            ledger.flush(WITHIN);
        }
        assertThat(store.notes(WITHIN)).hasSizeLessThanOrEqualTo(100);
        ledger.close();
    }

    /** Those who ask have two threads of the admin port, which the whole dashboard needs. */
    @Test
    void whileTheStoreIsAwayOneWaitsForItAndOthersDoNot() throws Exception {
        var asked = new CountDownLatch(1);
        var answers = new CountDownLatch(1);
        var slow = new RelayedUsageStore(store) {
            @Override
            public List<Sum> sum(Query query, Duration timeout) {
                asked.countDown();
                try {
                    assertThat(answers.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts", e);
                }
                return super.sum(query, timeout);
            }
        };
        var ledger = new UsageLedger(slow, KEEP, new UsageRoom(100, 50), clock, () -> {});
        var query = new Query(List.of(), Map.of(), 0, Long.MAX_VALUE, 10);
        listener(ledger).ended(exchange("acme", "orders", 200));
        store.failsBefore = true;
        assertThat(ledger.flush(WITHIN)).isFalse();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<List<Sum>> first = thread.submit(() -> ledger.sum(query, WITHIN));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> ledger.sum(query, WITHIN)).isInstanceOf(UsageStoreException.class);
            assertThatThrownBy(() -> ledger.notes(WITHIN)).isInstanceOf(UsageStoreException.class);
            answers.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS)).isEmpty();
        } finally {
            thread.shutdownNow();
        }
        store.failsBefore = false;
        assertThat(ledger.sum(query, WITHIN)).hasSize(1);
    }

    @Test
    void writesEverythingAtTheEnd() {
        UsageLedger ledger = ledger();
        ledger.begin();
        listener(ledger).ended(exchange("acme", "orders", 200));
        ledger.close();

        assertThat(calls()).isEqualTo(1);
        assertThat(store.notes(WITHIN))
                .singleElement()
                .satisfies(note -> assertThat(note.name()).startsWith("watch "));
    }
}
