package io.gatehouse.throttle.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.Counter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterCacheTest {

    private static final long START = 1_735_689_600_000L;

    private final CounterCache<Until> cache = new CounterCache<>(100_000);

    private record Until(long millis) implements CounterState {

        @Override
        public boolean endIfIdle(long nowMillis) {
            return nowMillis >= millis;
        }
    }

    @Test
    void dropsWhatHasEndedAFewAtATimeAsSomebodyPassesBy() {
        fill(5_000);
        Counter busy = counter(-1);
        cache.findOrMake(busy, () -> new Until(Long.MAX_VALUE));
        long now = START + 1_000;

        cache.find(busy, now);
        assertThat(kept(5_000)).isBetween(4_000, 4_999);
        for (int n = 0; n < 20; n++) {
            now += 25;
            cache.find(busy, now);
        }

        assertThat(kept(5_000)).isZero();
        assertThat(cache.find(busy, now)).isNotNull();
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        cache.find(counter(-1), START + 3_600_000);
        fill(100);

        cache.find(counter(-1), START + 1_000);

        assertThat(kept(100)).isZero();
    }

    @Test
    void isBounded() {
        var small = new CounterCache<Until>(100);
        for (int n = 0; n < 10_000; n++) {
            small.findOrMake(counter(n), () -> new Until(Long.MAX_VALUE));
        }
        assertThat(small.count(START)).isLessThanOrEqualTo(100);
    }

    private void fill(int count) {
        for (int n = 0; n < count; n++) {
            cache.findOrMake(counter(n), () -> new Until(START + 1_000));
        }
    }

    private int kept(int count) {
        return (int) IntStream.range(0, count)
                .filter(n -> cache.look(counter(n)) != null)
                .count();
    }

    private static Counter counter(int n) {
        return new Counter("q", "caller" + n, null);
    }
}
