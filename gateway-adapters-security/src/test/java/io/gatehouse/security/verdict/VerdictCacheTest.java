package io.gatehouse.security.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.verdict.VerdictCache.TokenKey;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictCacheTest {

    private static final TokenVerdict GOOD = new TokenVerdict.Good(new User("ann", Set.of("staff")));

    private static final TokenIssuer ACME = acme();

    private final ManualClock clock = new ManualClock();

    @Test
    void holdsNoMoreThanItsWeightWhateverComes() {
        var small = new VerdictCache(100 * 1024, clock);
        for (int i = 0; i < 5_000; i++) {
            small.put(new TokenKey(ACME, "token-" + i), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        }
        assertThat(small.size()).isBetween(50L, 400L);
        var large = new VerdictCache(100 * 1024, clock);
        for (int i = 0; i < 500; i++) {
            large.put(new TokenKey(ACME, "t".repeat(8000) + i), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        }
        assertThat(large.size()).isBetween(1L, 6L);
    }

    @Test
    void dropsWhatIsTooOld() {
        var cache = new VerdictCache(1 << 20, clock);
        cache.put(new TokenKey(ACME, "t"), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        clock.advance(Duration.ofMinutes(1));
        assertThat(cache.get(new TokenKey(ACME, "t"))).isNull();
        assertThat(cache.size()).isZero();
    }

    @Test
    void dropsWhatIsTooOldForAKeyThatAsksAllTheTime() {
        var cache = new VerdictCache(1 << 20, clock);
        var key = new TokenKey(ACME, "t");
        cache.put(key, GOOD, Duration.ofMillis(1500), Long.MAX_VALUE);
        for (int times = 0; times < 3; times++) {
            assertThat(cache.get(key)).as("after %s ms", times * 500).isSameAs(GOOD);
            clock.advance(Duration.ofMillis(500));
        }
        assertThat(cache.get(key)).isNull();

        cache.put(key, GOOD, Duration.ofMinutes(1), clock.epochMillis() + 300);
        assertThat(cache.get(key)).isSameAs(GOOD);
        clock.advance(Duration.ofMillis(300));
        assertThat(cache.get(key)).as("the token has ended").isNull();
    }

    @Test
    void asksAgainAfterASecondAndEachCacheForItself() {
        var cache = new VerdictCache(100 * 1024, clock);
        var other = new VerdictCache(100 * 1024, clock);
        var key = new TokenKey(ACME, "t");
        cache.put(key, GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        assertThat(cache.get(key)).isSameAs(GOOD);
        assertThat(other.get(key)).isNull();
        assertThat(cache.get(key)).isSameAs(GOOD);
        TokenVerdict next = new TokenVerdict.Good(new User("bob", Set.of()));
        cache.put(new TokenKey(ACME, "t"), next, Duration.ofMinutes(1), Long.MAX_VALUE);
        clock.advance(Duration.ofSeconds(1));
        assertThat(cache.get(key)).isSameAs(next);
    }

    @Test
    void takesNothingThatHasEndedOrMayNotAge() {
        var cache = new VerdictCache(1 << 20, clock);
        cache.put(new TokenKey(ACME, "a"), GOOD, Duration.ofMinutes(1), clock.epochMillis());
        cache.put(new TokenKey(ACME, "b"), GOOD, Duration.ZERO, Long.MAX_VALUE);
        assertThat(cache.size()).isZero();
    }

    @Test
    void comparesKeysInFull() {
        String end = "e".repeat(100);
        TokenIssuer again = acme();
        var key = new TokenKey(ACME, "a" + end);
        assertThat(key).isEqualTo(new TokenKey(ACME, "a" + end)).hasSameHashCodeAs(new TokenKey(ACME, "a" + end));
        assertThat(key).isNotEqualTo(new TokenKey(again, "a" + end)).isNotEqualTo(new TokenKey(ACME, "b" + end));
        assertThat(key.compareTo(new TokenKey(ACME, "b" + end))).isNegative();
        assertThat(key.compareTo(new TokenKey(ACME, "a" + end))).isZero();
        assertThat(key).hasSameHashCodeAs(new TokenKey(ACME, "b" + end));
    }

    @Test
    void staysFastWhenManyKeysEndAlike() {
        var cache = new VerdictCache(64 << 20, clock);
        String end = "e".repeat(60);
        long begun = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            cache.put(new TokenKey(ACME, (100_000 + i) + end), GOOD, Duration.ofMinutes(1), Long.MAX_VALUE);
        }
        for (int i = 0; i < 20_000; i++) {
            assertThat(cache.get(new TokenKey(ACME, (100_000 + i) + end)) == null)
                    .isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    /** Settings that say the same each time, and are another object. */
    private static TokenIssuer acme() {
        return Issuers.signed(
                "tenant/acme", new KeyMaterial.Shared(Secret.parse("a secret of at least 32 bytes for it")), "HS256");
    }
}
