package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link CounterStore} must do; an adapter's test extends this and provides stores that hold nothing yet. */
public abstract class CounterStoreContract {

    /** Long enough for many threads on two processors. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final long NEVER = 4_000_000_000_000L;
    private static final int THREADS = 16;

    /** So many clients, each as in a process of its own, of one empty store; called once a test. */
    protected abstract List<CounterStore> stores(int count) throws Exception;

    /** Makes that store fail; null where that cannot be done. */
    protected @Nullable StoreControl control() {
        return null;
    }

    private CounterStore store() throws Exception {
        return stores(1).get(0);
    }

    /** Adds to a counter of period 7. */
    private static BoundedIncrement add(long amount, long most) {
        return new BoundedIncrement(new StoredCounter(7, 0, ""), 7, 0, 0, amount, most, NEVER);
    }

    /** As a bucket does, that is full at 1000. */
    private static BoundedIncrement addFrom1000(long amount, long most) {
        return new BoundedIncrement(new StoredCounter(0, 0, ""), 0, 0, 1000, amount, most, NEVER);
    }

    @Test
    void knowsNoCounterThatWasNeverWritten() throws Exception {
        CounterStore store = store();
        var counter = new StoredCounter(7, 0, "");

        assertThat(store.read("unknown", TIMEOUT)).isNull();
        assertThat(store.replace("unknown", counter, counter, NEVER, TIMEOUT)).isFalse();
        assertThat(store.increment("unknown", new BoundedIncrement(counter, 7, 5, 0, 1, 100, NEVER), TIMEOUT))
                .isNull();
        assertThat(store.increment("unknown", add(101, 100), TIMEOUT)).isNull();
        assertThat(store.read("unknown", TIMEOUT)).isNull();
    }

    @Test
    void incrementsUpToTheBound() throws Exception {
        CounterStore store = store();

        assertThat(store.increment("a", add(40, 100), TIMEOUT)).isEqualTo(new StoredCounter(7, 40, ""));
        assertThat(store.increment("a", add(60, 100), TIMEOUT)).isEqualTo(new StoredCounter(7, 100, ""));
        assertThat(store.increment("a", add(1, 100), TIMEOUT)).isNull();
        assertThat(store.increment("a", add(1, 101), TIMEOUT)).isEqualTo(new StoredCounter(7, 101, ""));
        assertThat(store.read("a", TIMEOUT)).isEqualTo(new StoredCounter(7, 101, ""));
    }

    @Test
    void raisesToTheFloorFirst() throws Exception {
        CounterStore store = store();

        assertThat(store.increment("a", addFrom1000(600, 2000), TIMEOUT)).isEqualTo(new StoredCounter(0, 1600, ""));
        assertThat(store.increment("a", addFrom1000(600, 2000), TIMEOUT)).isNull();
        assertThat(store.increment("a", addFrom1000(400, 2000), TIMEOUT)).isEqualTo(new StoredCounter(0, 2000, ""));
        var later = new BoundedIncrement(new StoredCounter(0, 0, ""), 0, 0, 5000, 10, 6000, NEVER);
        assertThat(store.increment("a", later, TIMEOUT)).isEqualTo(new StoredCounter(0, 5010, ""));
        var onlyFrom6000 = new BoundedIncrement(new StoredCounter(0, 0, ""), 0, 6000, 6000, 10, 7000, NEVER);
        assertThat(store.increment("a", onlyFrom6000, TIMEOUT)).isNull();
    }

    /** Random operations on a few counters, beside a map on which the record's own rule is carried out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesWhatTheRecordsSay(long seed) throws Exception {
        CounterStore store = store();
        var random = new Random(seed);
        Map<String, StoredCounter> model = new HashMap<>();
        for (int n = 0; n < 300; n++) {
            String key = "key " + random.nextInt(3);
            StoredCounter before = model.get(key);
            if (random.nextInt(4) == 0) {
                StoredCounter expected = random.nextInt(3) == 0 ? any(random) : before;
                boolean fits = expected == null ? before == null : expected.equals(before);
                StoredCounter next = any(random);
                assertThat(store.replace(key, expected, next, NEVER, TIMEOUT))
                        .as("seed %d, step %d", seed, n)
                        .isEqualTo(fits);
                if (fits) {
                    model.put(key, next);
                }
            } else {
                long period = random.nextInt(4);
                var by = new BoundedIncrement(
                        new StoredCounter(period, 0, "made"),
                        period + random.nextInt(3),
                        random.nextBoolean() ? 0 : random.nextInt(30),
                        random.nextBoolean() ? 0 : random.nextInt(30),
                        1 + random.nextInt(10),
                        random.nextInt(60),
                        NEVER);
                StoredCounter from = before == null ? by.first() : before;
                long value = by.apply(from);
                StoredCounter after = value < 0 ? null : from.withValue(value);
                assertThat(store.increment(key, by, TIMEOUT))
                        .as("seed %d, step %d: %s on %s", seed, n, by, before)
                        .isEqualTo(after);
                if (after != null) {
                    model.put(key, after);
                }
            }
            assertThat(store.read(key, TIMEOUT)).isEqualTo(model.get(key));
        }
    }

    private static StoredCounter any(Random random) {
        return new StoredCounter(random.nextInt(5), random.nextInt(40), random.nextBoolean() ? "" : "1,2,3");
    }

    @RepeatedTest(5)
    void incrementsExactlySoOftenForManyAtATime() throws Exception {
        List<CounterStore> stores = stores(2);
        for (BoundedIncrement by : List.of(add(1, 100), addFrom1000(10, 2000))) {
            String key = by.toString();
            List<StoredCounter> done = new ArrayList<>();
            for (List<StoredCounter> some : together(n -> {
                var mine = new ArrayList<StoredCounter>();
                for (int times = 0; times < 12; times++) {
                    StoredCounter after = stores.get(n % 2).increment(key, by, TIMEOUT);
                    if (after != null) {
                        mine.add(after);
                    }
                }
                return mine;
            })) {
                done.addAll(some);
            }
            // An increment may lose to another one that makes the counter or raises it; whoever counts then looks, and
            // replaces.
            assertThat(new HashSet<>(done)).hasSameSizeAs(done);
            assertThat(done).hasSizeBetween(100 - 2 * THREADS, 100);
            assertThat(stores.get(0).read(key, TIMEOUT))
                    .isEqualTo(done.stream()
                            .max((one, other) -> Long.compare(one.value(), other.value()))
                            .orElseThrow());
        }
    }

    @RepeatedTest(5)
    void letsOneOfManyReplace() throws Exception {
        List<CounterStore> stores = stores(2);
        StoredCounter expected = null;
        for (int round = 0; round < 5; round++) {
            StoredCounter before = expected;
            long value = round;
            List<StoredCounter> winners = new ArrayList<>();
            for (List<StoredCounter> won : CounterStoreContract.<List<StoredCounter>>together(n -> {
                var next = new StoredCounter(n, value, "of " + n);
                return stores.get(n % 2).replace("contended", before, next, NEVER, TIMEOUT) ? List.of(next) : List.of();
            })) {
                winners.addAll(won);
            }
            assertThat(winners).hasSize(1);
            assertThat(stores.get(1).read("contended", TIMEOUT)).isEqualTo(winners.get(0));
            expected = winners.get(0);
        }
    }

    @Test
    void losesNothingBetweenIncrementsAndReplacements() throws Exception {
        List<CounterStore> stores = stores(2);
        stores.get(0).replace("mixed", null, new StoredCounter(7, 0, ""), NEVER, TIMEOUT);
        long added = 0;
        for (long some : together(n -> {
            CounterStore store = stores.get(n % 2);
            long mine = 0;
            for (int times = 0; times < 20; times++) {
                if (n % 4 == 0) {
                    StoredCounter found = store.read("mixed", TIMEOUT);
                    StoredCounter next = found == null ? null : found.withValue(found.value() + 1000);
                    mine += next != null && store.replace("mixed", found, next, NEVER, TIMEOUT) ? 1000 : 0;
                } else {
                    mine += store.increment("mixed", add(1, 1_000_000), TIMEOUT) == null ? 0 : 1;
                }
            }
            return mine;
        })) {
            added += some;
        }
        assertThat(stores.get(1).read("mixed", TIMEOUT)).isEqualTo(new StoredCounter(7, added, ""));
    }

    @Test
    void tellsAnyKeysApart() throws Exception {
        CounterStore store = store();
        List<String> keys = List.of(
                "a",
                "A",
                " a",
                "a ",
                "a  ",
                ".",
                "..",
                "../a",
                "/",
                "a/b",
                "a\\b",
                "C:\\a",
                "$where",
                "$",
                "a.b",
                "{a}",
                "%",
                "%00",
                "%2e",
                "'",
                "' OR 1=1 --",
                "\"",
                "a\"b",
                "a:b",
                "a|b",
                "a*",
                "?",
                "a;b",
                "a,b",
                "null",
                "0",
                "00",
                "-1",
                "#",
                "~",
                "<a>",
                "`a`",
                "&",
                "=",
                "sha256:a",
                "x".repeat(512),
                "x".repeat(511),
                "x".repeat(511) + "y");
        for (int n = 0; n < keys.size(); n++) {
            assertThat(store.increment(keys.get(n), add(n + 1, 1_000), TIMEOUT))
                    .as(keys.get(n))
                    .isEqualTo(new StoredCounter(7, n + 1, ""));
        }
        for (int n = 0; n < keys.size(); n++) {
            assertThat(store.read(keys.get(n), TIMEOUT)).as(keys.get(n)).isEqualTo(new StoredCounter(7, n + 1, ""));
        }
    }

    @Test
    void keepsLargeValuesAndDetails() throws Exception {
        CounterStore store = store();
        String printable = IntStream.rangeClosed(' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        for (StoredCounter counter : List.of(
                new StoredCounter(0, 0, ""),
                new StoredCounter(1_700_000_000_000L, 1_700_000_000_000_000_001L, "0,0,0,0,0,0,0,0,0,1"),
                new StoredCounter(Long.MAX_VALUE, Long.MAX_VALUE, printable),
                new StoredCounter(1, 2, "x".repeat(64 * 1024)))) {
            StoredCounter before = store.read("large", TIMEOUT);
            assertThat(store.replace("large", before, counter, NEVER, TIMEOUT)).isTrue();
            assertThat(store.read("large", TIMEOUT)).isEqualTo(counter);
        }
        var by =
                new BoundedIncrement(new StoredCounter(0, 0, ""), 0, 0, Long.MAX_VALUE - 10, 10, Long.MAX_VALUE, NEVER);
        assertThat(store.increment("largest", by, TIMEOUT)).isEqualTo(new StoredCounter(0, Long.MAX_VALUE, ""));
    }

    @Test
    void countsOnAfterTheExpiry() throws Exception {
        // The counter may be there or not.
        CounterStore store = store();
        var expired = new BoundedIncrement(new StoredCounter(7, 0, ""), 7, 0, 0, 40, 100, 1);
        store.increment("expired", expired, TIMEOUT);

        StoredCounter after = store.increment("expired", add(1, 100), TIMEOUT);
        assertThat(after).isIn(new StoredCounter(7, 41, ""), new StoredCounter(7, 1, ""));
        assertThat(store.read("expired", TIMEOUT)).isEqualTo(after);
    }

    @Test
    void canBePreparedAgain() throws Exception {
        CounterStore store = store();
        store.increment("a", add(1, 100), TIMEOUT);
        store.prepare(TIMEOUT);
        store.prepare(TIMEOUT);

        assertThat(store.increment("a", add(1, 100), TIMEOUT)).isEqualTo(new StoredCounter(7, 2, ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsEveryFailureAsSuch(boolean slow) throws Exception {
        CounterStore store = store();
        StoreControl control = control();
        if (control == null) {
            return;
        }
        store.increment("a", add(1, 100), TIMEOUT);
        if (slow) {
            control.slowDown();
        } else {
            control.takeAway();
        }
        assertThatThrownBy(() -> store.read("a", SHORT)).isInstanceOf(CounterStoreException.class);
        assertThatThrownBy(() -> store.increment("a", add(1, 100), SHORT)).isInstanceOf(CounterStoreException.class);
        assertThatThrownBy(() -> store.replace("a", null, new StoredCounter(7, 0, ""), NEVER, SHORT))
                .isInstanceOf(CounterStoreException.class);
        control.bringBack();
        assertThat(store.increment("b", add(1, 100), TIMEOUT)).isEqualTo(new StoredCounter(7, 1, ""));
    }

    // What one thread does.
    @FunctionalInterface
    private interface Part<T> {
        T play(int thread) throws Exception;
    }

    private static <T> List<T> together(Part<T> part) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            var barrier = new CyclicBarrier(THREADS);
            var parts = new ArrayList<Callable<T>>();
            for (int n = 0; n < THREADS; n++) {
                int thread = n;
                parts.add(() -> {
                    barrier.await();
                    return part.play(thread);
                });
            }
            var results = new ArrayList<T>();
            for (Future<T> result : pool.invokeAll(parts)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
