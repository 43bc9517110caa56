package io.gatehouse.observability.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Series;
import java.time.Duration;
import java.util.List;

/**
 * That documents say when they are to go, and either that the server has been told to drop them then, which it does in its own time, or that the
 * store does.
 */
final class MongoRetention {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofDays(400);
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long HOUR = 1_000_000;
    private static final long SEEN = HOUR * HOUR_MILLIS + 7;
    private static final long ROW_EXPIRES = (HOUR + 1) * HOUR_MILLIS + KEEP.toMillis();

    private MongoRetention() {}

    static void check(UsageDatabase database) {
        UsageStore store = database.store();
        store.prepare(TIMEOUT);
        var series = new Series("acme", "", "", "orders", "1", "2xx");
        store.write(List.of(new Row("r:1", HOUR, series, new Counts(1, 0, 0, 0))), List.of(), KEEP, TIMEOUT);
        seen(store, "key a", SEEN);

        assertThat(database.expiries("usage_rows")).containsExactly(ROW_EXPIRES);
        assertThat(database.expiries("usage_notes")).containsExactly(SEEN + KEEP.toMillis());
        List<String> byServer = database.droppedAtTheirTime();
        if (!byServer.isEmpty()) {
            assertThat(byServer).containsExactlyInAnyOrder("usage_rows", "usage_notes");
            return;
        }
        seen(store, "key b", ROW_EXPIRES - 1);
        assertThat(database.expiries("usage_rows")).hasSize(1);
        seen(store, "key b", ROW_EXPIRES + 1);
        assertThat(database.expiries("usage_rows")).as("dropped by the store").isEmpty();
        assertThat(database.expiries("usage_notes"))
                .as("of key a there is nothing any more")
                .containsExactly(ROW_EXPIRES + 1 + KEEP.toMillis());
    }

    private static void seen(UsageStore store, String name, long millis) {
        store.write(List.of(), List.of(new Note(name, millis, millis, -1)), KEEP, TIMEOUT);
    }
}
