package io.gatehouse.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.quota.StoreControl;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Series;
import io.gatehouse.domain.usage.UsageStore.Sum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link UsageStore} must do; an adapter's test extends this and provides stores that hold nothing yet. */
public abstract class UsageStoreContract {

    private static final Duration KEEP = Duration.ofDays(3650);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long HOUR = 482_136;
    private static final long NOW = HOUR * 3_600_000;

    /** So many clients, each as in a process of its own, of one empty store; called once a test. */
    protected abstract List<UsageStore> stores(int count) throws Exception;

    /** Whether several processes share what they write. */
    protected boolean isShared() {
        return true;
    }

    /** Makes that store fail; null where that cannot be done. */
    protected @Nullable StoreControl control() {
        return null;
    }

    private UsageStore store() throws Exception {
        UsageStore store = stores(1).get(0);
        store.prepare(TIMEOUT);
        return store;
    }

    private static Series series(String tenant, String service, String status) {
        String key = tenant.isEmpty() ? "" : tenant + "/app/key";
        return new Series(tenant, tenant.isEmpty() ? "" : "app", key, service, "1", status);
    }

    private static Query everything(UsageDimension... by) {
        return new Query(Arrays.asList(by), Map.of(), 0, 1L << 40, 1_000);
    }

    private static Map<List<String>, Counts> asked(UsageStore store, Query query) {
        var found = new HashMap<List<String>, Counts>();
        for (Sum sum : store.sum(query, TIMEOUT)) {
            assertThat(found.put(sum.group(), sum.counts())).as("%s twice", sum).isNull();
        }
        return found;
    }

    @Test
    void addsUpByWhatIsAskedFor() throws Exception {
        UsageStore store = store();
        store.write(
                List.of(
                        new Row("r:1", HOUR, series("acme", "orders", "2xx"), new Counts(1, 10, 100, 1_000)),
                        new Row("r:2", HOUR, series("acme", "stock", "5xx"), new Counts(2, 20, 200, 2_000)),
                        new Row("r:3", HOUR + 1, series("acme", "orders", "2xx"), new Counts(4, 40, 400, 4_000)),
                        new Row("s:1", HOUR, series("", "orders", "4xx"), new Counts(8, 80, 800, 8_000))),
                List.of(),
                KEEP,
                TIMEOUT);

        assertThat(asked(store, everything(UsageDimension.TENANT)))
                .isEqualTo(Map.of(
                        List.of("acme"), new Counts(7, 70, 700, 7_000),
                        List.of(""), new Counts(8, 80, 800, 8_000)));
        assertThat(asked(store, everything(UsageDimension.HOUR, UsageDimension.SERVICE)))
                .isEqualTo(Map.of(
                        List.of("" + HOUR, "orders"), new Counts(9, 90, 900, 9_000),
                        List.of("" + HOUR, "stock"), new Counts(2, 20, 200, 2_000),
                        List.of("" + (HOUR + 1), "orders"), new Counts(4, 40, 400, 4_000)));
        assertThat(asked(store, everything())).isEqualTo(Map.of(List.of(), new Counts(15, 150, 1_500, 15_000)));
        var acme = Map.of(UsageDimension.TENANT, "acme", UsageDimension.STATUS, "2xx");
        assertThat(asked(store, new Query(List.of(UsageDimension.KEY), acme, HOUR + 1, HOUR + 2, 10)))
                .isEqualTo(Map.of(List.of("acme/app/key"), new Counts(4, 40, 400, 4_000)));
        assertThat(asked(store, new Query(List.of(), Map.of(), HOUR + 2, HOUR + 9, 10)))
                .isEmpty();
    }

    @Test
    void aRowStandsInThePlaceOfTheOneBefore() throws Exception {
        UsageStore store = store();
        Series orders = series("acme", "orders", "2xx");
        for (long calls : new long[] {1, 5, 5, 9}) {
            store.write(List.of(new Row("r:1", HOUR, orders, new Counts(calls, 0, 0, 0))), List.of(), KEEP, TIMEOUT);
            store.write(List.of(new Row("r:2", HOUR, orders, new Counts(100, 0, 0, 0))), List.of(), KEEP, TIMEOUT);
        }
        store.write(List.of(), List.of(), KEEP, TIMEOUT);

        assertThat(asked(store, everything())).isEqualTo(Map.of(List.of(), new Counts(109, 0, 0, 0)));
    }

    @Test
    void saysThatThereAreMoreThanAreWanted() throws Exception {
        UsageStore store = store();
        store.write(
                IntStream.range(0, 20)
                        .mapToObj(n -> new Row("r:" + n, HOUR, series("t" + n, "orders", "2xx"), Counts.NONE))
                        .toList(),
                List.of(),
                KEEP,
                TIMEOUT);
        var byTenant = List.of(UsageDimension.TENANT);

        assertThat(store.sum(new Query(byTenant, Map.of(), 0, HOUR + 1, 20), TIMEOUT))
                .hasSize(20);
        assertThat(store.sum(new Query(byTenant, Map.of(), 0, HOUR + 1, 7), TIMEOUT))
                .hasSize(8);
    }

    @Test
    void countsBeyondWhatFitsIntoAnInteger() throws Exception {
        UsageStore store = store();
        var huge = new Counts(1L << 33, 1L << 50, 1L << 52, 1L << 40);
        store.write(
                List.of(
                        new Row("r:1", HOUR, series("acme", "orders", "2xx"), huge),
                        new Row("r:2", HOUR, series("acme", "stock", "2xx"), new Counts(1, 1, 1, 1))),
                List.of(),
                KEEP,
                TIMEOUT);

        assertThat(asked(store, everything())).isEqualTo(Map.of(List.of(), huge.plus(new Counts(1, 1, 1, 1))));
    }

    /** Random writes and questions, beside a map. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithAPlainSum(long seed) throws Exception {
        UsageStore store = store();
        var random = new Random(seed);
        var rows = new HashMap<String, Row>();
        for (int n = 0; n < 40; n++) {
            var some = new HashMap<String, Row>();
            for (int m = random.nextInt(6); m >= 0; m--) {
                int which = random.nextInt(30);
                Series series = series("t" + which % 3, "s" + which % 4, which % 2 == 0 ? "2xx" : "4xx");
                some.put("r:" + which, new Row("r:" + which, HOUR + which % 5, series, counts(random)));
            }
            store.write(List.copyOf(some.values()), List.of(), KEEP, TIMEOUT);
            rows.putAll(some);
            Map<UsageDimension, String> where =
                    random.nextBoolean() ? Map.of() : Map.of(UsageDimension.TENANT, "t" + random.nextInt(4));
            long from = HOUR + random.nextInt(5);
            var query = new Query(
                    List.of(UsageDimension.SERVICE, UsageDimension.STATUS), where, from, from + random.nextInt(5), 100);
            var expected = new HashMap<List<String>, Counts>();
            rows.values().stream()
                    .filter(row -> row.hour() >= query.fromHour() && row.hour() < query.toHour())
                    .filter(row ->
                            where.isEmpty() || where.containsValue(row.series().tenant()))
                    .forEach(row -> expected.merge(
                            List.of(row.series().service(), row.series().status()), row.counts(), Counts::plus));
            assertThat(asked(store, query)).as("seed %d, step %d", seed, n).isEqualTo(expected);
        }
    }

    private static Counts counts(Random random) {
        return new Counts(random.nextInt(9), random.nextInt(99), random.nextInt(99), random.nextInt(99));
    }

    @Test
    void addsUpWhatManyProcessesWriteAtATime() throws Exception {
        List<UsageStore> stores = stores(isShared() ? 4 : 1);
        stores.get(0).prepare(TIMEOUT);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            var writes = new ArrayList<Future<?>>();
            for (int process = 0; process < 4; process++) {
                String run = "run" + process;
                UsageStore store = stores.get(process % stores.size());
                writes.add(threads.submit(() -> {
                    for (int calls = 1; calls <= 10; calls++) {
                        var counts = new Counts(calls, 0, 0, 0);
                        store.write(
                                IntStream.range(0, 20)
                                        .mapToObj(n ->
                                                new Row(run + ":" + n, HOUR, series("acme", "s" + n, "2xx"), counts))
                                        .toList(),
                                List.of(),
                                KEEP,
                                TIMEOUT);
                    }
                }));
            }
            for (Future<?> write : writes) {
                write.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(asked(stores.get(0), everything())).isEqualTo(Map.of(List.of(), new Counts(800, 0, 0, 0)));
    }

    private static void note(UsageStore store, Note... notes) {
        store.write(List.of(), List.of(notes), KEEP, TIMEOUT);
    }

    @Test
    void remembersSinceWhenANameIsThereAndWhenItWasUsed() throws Exception {
        UsageStore store = store();
        note(store, new Note("key a", NOW, NOW, -1), new Note("key b", NOW, NOW, -1));
        note(store, new Note("key a", NOW + 9, NOW + 9, NOW + 7), new Note("key c", NOW + 9, NOW + 9, -1));
        note(store, new Note("key a", NOW + 8, NOW + 8, NOW + 3), new Note("key c", NOW + 10, NOW + 10, NOW + 10));
        note(store, new Note("key a", NOW + 11, NOW + 11, -1));

        assertThat(store.notes(TIMEOUT))
                .containsExactlyInAnyOrder(
                        new Note("key a", NOW, NOW + 11, NOW + 7),
                        new Note("key b", NOW, NOW, -1),
                        new Note("key c", NOW + 9, NOW + 10, NOW + 10));
    }

    @Test
    void aNameThatWasAwayForMoreThanTwoDaysIsANewOne() throws Exception {
        UsageStore store = store();
        long away = UsageStore.ABSENCE.toMillis();
        note(store, new Note("key a", NOW, NOW, NOW), new Note("key b", NOW, NOW, NOW));
        note(
                store,
                new Note("key a", NOW + away, NOW + away, -1),
                new Note("key b", NOW + away + 1, NOW + away + 1, -1));

        assertThat(store.notes(TIMEOUT))
                .containsExactlyInAnyOrder(
                        new Note("key a", NOW, NOW + away, NOW),
                        new Note("key b", NOW + away + 1, NOW + away + 1, NOW));
    }

    @Test
    void failsByItsOwnExceptionAndWorksAgain() throws Exception {
        StoreControl control = control();
        UsageStore store = store();
        if (control == null) {
            return;
        }
        Row row = new Row("r:1", HOUR, series("acme", "orders", "2xx"), new Counts(1, 0, 0, 0));
        control.takeAway();
        assertThatThrownBy(() -> store.write(List.of(row), List.of(), KEEP, Duration.ofMillis(200)))
                .isInstanceOf(UsageStoreException.class);
        assertThatThrownBy(() -> store.sum(everything(), Duration.ofMillis(200)))
                .isInstanceOf(UsageStoreException.class);
        control.bringBack();

        store.prepare(TIMEOUT);
        store.write(List.of(row), List.of(), KEEP, TIMEOUT);
        assertThat(asked(store, everything())).isEqualTo(Map.of(List.of(), new Counts(1, 0, 0, 0)));
    }
}
