package io.gatehouse.throttle.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.LearnedLimit;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of what adaptive limits have learned, and what goes. */
class LearnedLimitCacheTest {

    private static final long START = 1_735_689_600_000L;
    private static final long MINUTE = 60_000;
    private static final AdaptiveRate RATE = new AdaptiveRate(new FixedWindow(100, MINUTE), 10, 1000, 2, 0.1);
    private static final long MOST_BYTES = 400_000;

    private final LearnedLimitCache cache = new LearnedLimitCache(MOST_BYTES);

    @Test
    void keepsWhoIsKnownWhenManyComeOnce() {
        learn("acme", "known", 100);
        for (int n = 0; n < 20_000; n++) {
            cache.begin("acme", counter("stranger-" + n), RATE, START + 2 * MINUTE);
        }

        assertThat(cache.find("acme", counter("known"), START + 2 * MINUTE).windows())
                .isEqualTo(2);
        assertThat(cache.find("acme", counter("stranger-0"), START + 2 * MINUTE))
                .isNull();
        HeapShare share = cache.heapShare();
        assertThat(share.mostBytes()).isEqualTo(MOST_BYTES);
        assertThat(share.bytes().getAsLong()).isBetween(MOST_BYTES / 10, MOST_BYTES / 8);
        assertThat(share.entries().getAsLong()).isBetween(50L, MOST_BYTES / 8 / 200);
    }

    @Test
    void aTenantTakesNoMoreThanItsShare() {
        learn("acme", "acme-1", 100);
        IntStream.range(0, 20_000).forEach(n -> learn("umbrella", "umbrella-" + n, 100));

        assertThat(cache.find("acme", counter("acme-1"), START + 2 * MINUTE)).isNotNull();
        assertThat(cache.heapShare().bytes().getAsLong()).isLessThan(MOST_BYTES / 4);
    }

    @Test
    void forgetsWhoHasNotCalledForAWeek() {
        learn("acme", "known", 100);
        long weekLater = START + 2 * MINUTE + Duration.ofDays(7).toMillis();

        cache.find("acme", counter("other"), weekLater - MINUTE);
        assertThat(cache.heapShare().entries().getAsLong()).isOne();
        cache.find("acme", counter("other"), weekLater + MINUTE);
        assertThat(cache.heapShare().entries().getAsLong()).isZero();
    }

    private void learn(String tenant, String owner, long used) {
        LearnedLimit limit = cache.begin(tenant, counter(owner), RATE, START);
        limit.granted(used);
        limit.at(START + MINUTE, RATE);
        limit.granted(used);
        limit.at(START + 2 * MINUTE, RATE);
    }

    private static CounterKey counter(String owner) {
        return new CounterKey("fair/fixed-window/60000", owner, null);
    }
}
