package io.gatehouse.observability.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Series;
import io.gatehouse.domain.usage.UsageStoreContract;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryUsageStoreTest extends UsageStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Override
    protected List<UsageStore> stores(int count) {
        return Collections.nCopies(count, new MemoryUsageStore(1 << 20));
    }

    @Override
    protected boolean isShared() {
        return false;
    }

    private static List<Row> hundred(long hour) {
        return IntStream.range(0, 100)
                .mapToObj(n -> new Row(
                        hour + ":" + n, hour, new Series("acme", "", "", "s" + n, "1", "2xx"), new Counts(1, 0, 0, 0)))
                .toList();
    }

    private static List<UsageStore.Sum> byHour(UsageStore store) {
        return store.sum(new Query(List.of(UsageDimension.HOUR), Map.of(), 0, 10_000, 100), TIMEOUT);
    }

    @Test
    void forgetsTheOldestHoursBeyondItsBoundAndSaysSo() {
        var store = new MemoryUsageStore(100_000);
        for (long hour = 1_000; hour < 1_010; hour++) {
            store.write(hundred(hour), List.of(), Duration.ofDays(400), TIMEOUT);
            assertThat(store.heapShares().get(0).bytes().getAsLong()).isLessThanOrEqualTo(100_000);
        }

        assertThat(store.completeFrom()).isEqualTo(1_007);
        assertThat(byHour(store))
                .containsExactlyInAnyOrderElementsOf(List.of(1_007, 1_008, 1_009).stream()
                        .map(hour -> new UsageStore.Sum(List.of("" + hour), new Counts(100, 0, 0, 0)))
                        .toList());
    }

    @Test
    void aClockThatWasAheadForAWhileDoesNotCostWhatFollows() {
        var store = new MemoryUsageStore(1 << 20);
        store.write(hundred(9_000), List.of(), Duration.ofDays(1), TIMEOUT);
        store.write(hundred(1_000), List.of(), Duration.ofDays(1), TIMEOUT);
        store.write(hundred(1_001), List.of(), Duration.ofDays(1), TIMEOUT);
        assertThat(byHour(store))
                .extracting(sum -> sum.group().get(0))
                .containsExactlyInAnyOrder("1000", "1001", "9000");
    }

    @Test
    void forgetsWhatIsOlderThanTheRetention() {
        var store = new MemoryUsageStore(1 << 20);
        store.write(hundred(1_000), List.of(), Duration.ofDays(1), TIMEOUT);
        store.write(hundred(1_024), List.of(), Duration.ofDays(1), TIMEOUT);
        assertThat(byHour(store)).hasSize(2);
        store.write(hundred(1_025), List.of(), Duration.ofDays(1), TIMEOUT);
        assertThat(byHour(store)).hasSize(2);
        assertThat(store.completeFrom()).isZero();
    }

    @Test
    void takesTheNamesOfALargeRegistryAndForgetsThemTogether() {
        var store = new MemoryUsageStore(1 << 20);
        int names = 200_000;
        for (int from = 0; from < names; from += 1_000) {
            store.write(List.of(), seen(from, from + 1_000, 1_000_000), Duration.ofHours(1), TIMEOUT);
        }
        assertThat(store.notes(TIMEOUT)).hasSize(names);

        long later = 1_000_000 + Duration.ofHours(2).toMillis();
        store.write(List.of(), seen(0, 1, later), Duration.ofHours(1), TIMEOUT);
        assertThat(store.notes(TIMEOUT)).extracting(Note::name).containsExactly("key 0");
    }

    @Test
    void forgetsNamesAlsoBehindAClockThatWasAhead() {
        var store = new MemoryUsageStore(1 << 20);
        long day = Duration.ofDays(1).toMillis();
        store.write(List.of(), seen(0, 1, 100 * day), Duration.ofHours(1), TIMEOUT);
        store.write(List.of(), seen(1, 2, 10 * day), Duration.ofHours(1), TIMEOUT);
        store.write(List.of(), seen(2, 3, 11 * day), Duration.ofHours(1), TIMEOUT);
        assertThat(store.notes(TIMEOUT)).extracting(Note::name).containsExactlyInAnyOrder("key 0", "key 2");
    }

    private static List<Note> seen(int from, int to, long millis) {
        return IntStream.range(from, to)
                .mapToObj(n -> new Note("key " + n, millis, millis, -1))
                .toList();
    }
}
