package io.gatehouse.security.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictCacheTest {

    private static final TokenVerdict GOOD = new TokenVerdict.Good(new User("ann", Set.of("staff")));

    private final ManualClock clock = new ManualClock();

    @Test
    void holdsNoMoreThanItsWeightWhateverComes() {
        var small = new VerdictCache(100 * 1024, clock);
        for (int i = 0; i < 5_000; i++) {
            small.put(new TokenKey(1, "token-" + i), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        }
        assertThat(small.size()).isBetween(50L, 400L);
        var large = new VerdictCache(100 * 1024, clock);
        for (int i = 0; i < 500; i++) {
            large.put(new TokenKey(1, "t".repeat(8000) + i), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        }
        assertThat(large.size()).isBetween(1L, 6L);
    }

    @Test
    void dropsWhatIsTooOld() {
        var cache = new VerdictCache(1 << 20, clock);
        cache.put(new TokenKey(1, "t"), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        clock.advance(Duration.ofMinutes(1));
        assertThat(cache.get(new TokenKey(1, "t"))).isNull();
        assertThat(cache.size()).isZero();
    }

    @Test
    void takesNothingThatHasEndedOrMayNotAge() {
        var cache = new VerdictCache(1 << 20, clock);
        cache.put(new TokenKey(1, "a"), GOOD, Duration.ofMinutes(1), clock.epochMillis());
        cache.put(new TokenKey(1, "b"), GOOD, Duration.ZERO, Long.MAX_VALUE);
        assertThat(cache.size()).isZero();
    }

    @Test
    void comparesKeysInFull() {
        String end = "e".repeat(100);
        var key = new TokenKey(1, "a" + end);
        assertThat(key).isEqualTo(new TokenKey(1, "a" + end)).hasSameHashCodeAs(new TokenKey(1, "a" + end));
        assertThat(key).isNotEqualTo(new TokenKey(2, "a" + end)).isNotEqualTo(new TokenKey(1, "b" + end));
        assertThat(key.compareTo(new TokenKey(1, "b" + end))).isNegative();
        assertThat(key.compareTo(new TokenKey(2, "a" + end))).isNegative();
        assertThat(key).hasSameHashCodeAs(new TokenKey(1, "b" + end));
    }

    @Test
    void staysFastWhenManyKeysEndAlike() {
        var cache = new VerdictCache(64 << 20, clock);
        String end = "e".repeat(60);
        long begun = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            cache.put(new TokenKey(1, (100_000 + i) + end), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        }
        for (int i = 0; i < 20_000; i++) {
            assertThat(cache.get(new TokenKey(1, (100_000 + i) + end)) == null).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }
}
