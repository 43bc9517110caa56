package io.gatehouse.observability.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.observability.anomaly.Tally.Count;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MinuteLogTest {

    private final MinuteLog<String> log = new MinuteLog<>(100, "other", 2, 60, 1 << 20);

    private void count(String key) {
        Tally.count(log.now(key), Count.REQUESTS, 1);
    }

    /** The timer begins minutes, and has more to do than to wait for whoever looks at two days of them. */
    @Test
    void minutesBeginWhileSomebodyLooksAtThoseBefore() {
        for (long minute = 101; minute < 110; minute++) {
            count("a");
            log.begin(minute);
        }
        var next = new AtomicLong(110);
        var seen = new TreeMap<Long, Long>();
        log.forEach(0, 1_000, any -> true, (minute, tallies) -> {
            CompletableFuture.runAsync(() -> log.begin(next.getAndIncrement()))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            tallies.values().forEach(tally -> seen.put(minute, tally.get(Count.REQUESTS)));
        });
        assertThat(seen).hasSize(9).containsEntry(100L, 1L).containsEntry(108L, 1L);
    }

    @Test
    void countsKeysBeyondItsBoundTogetherAndLooksAtThoseThatAreWanted() {
        for (int n = 0; n < 10; n++) {
            count("key-" + n);
        }
        assertThat(log.sums(0, 1_000).keySet()).containsExactlyInAnyOrder("key-0", "key-1", "other");
        log.forEach(
                0,
                1_000,
                "other"::equals,
                (minute, tallies) ->
                        assertThat(tallies.get("other").get(Count.REQUESTS)).isEqualTo(8));
    }
}
