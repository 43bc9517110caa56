package io.gatehouse.observability.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Series;
import java.time.Duration;
import java.util.List;

/** That documents say when they are to go, and that the server has been told to drop them then; when it does is its own affair. */
final class MongoRetention {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofDays(400);
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long HOUR = 1_000_000;

    private MongoRetention() {}

    static void check(UsageDatabase database) {
        UsageStore store = database.store();
        store.prepare(TIMEOUT);
        var series = new Series("acme", "", "", "orders", "1", "2xx");
        store.write(
                List.of(new Row("r:1", HOUR, series, new Counts(1, 0, 0, 0))),
                List.of(new Note("key a", HOUR, HOUR * HOUR_MILLIS + 7, -1)),
                KEEP,
                TIMEOUT);

        assertThat(database.droppedAtTheirTime()).containsExactlyInAnyOrder("usage_rows", "usage_notes");
        assertThat(database.expiries("usage_rows")).containsExactly((HOUR + 1) * HOUR_MILLIS + KEEP.toMillis());
        assertThat(database.expiries("usage_notes")).containsExactly(HOUR * HOUR_MILLIS + 7 + KEEP.toMillis());
    }
}
