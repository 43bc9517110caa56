package io.gatehouse.throttle.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CounterCacheTest {

    private static final long START = 1_735_689_600_000L;
    private static final long HOUR = 3_600_000;
    private static final int EACH = new CounterCache.Entry<>(counter(10_000), new State(0, START)).bytes;

    /** Of a limit that is used up to this part until then. */
    private record State(double used, long untilMillis) implements CounterState {

        @Override
        public int bytes() {
            return 100;
        }

        @Override
        public double usedUp(long nowMillis) {
            return nowMillis < untilMillis ? used : 0;
        }

        @Override
        public long forgottenAtMillis() {
            return untilMillis;
        }

        @Override
        public boolean endIfIdle(long nowMillis) {
            return nowMillis >= untilMillis;
        }

        @Override
        public boolean endUnlessUsedUp(long nowMillis) {
            return usedUp(nowMillis) < 1;
        }

        @Override
        public void end() {
            // Nobody asks.
        }
    }

    @Test
    void dropsWhatHasEndedAFewAtATimeAsSomebodyPassesBy() {
        var cache = new CounterCache<State>(100_000L * EACH);
        fill(cache, 0, 5_000, 0, START + 1_000);
        CounterKey busy = counter(-1);
        cache.findOrMake(busy, START, () -> new State(0, Long.MAX_VALUE));
        long now = START + 1_000;

        cache.find(busy, now);
        assertThat(kept(cache, 0, 5_000)).isBetween(4_000, 4_999);
        for (int n = 0; n < 20; n++) {
            now += 25;
            cache.find(busy, now);
        }

        assertThat(kept(cache, 0, 5_000)).isZero();
        assertThat(cache.find(busy, now)).isNotNull();
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        var cache = new CounterCache<State>(100_000L * EACH);
        cache.find(counter(-1), START + HOUR);
        fill(cache, 0, 100, 0, START + 1_000);

        cache.find(counter(-1), START + 1_000);

        assertThat(kept(cache, 0, 100)).isZero();
    }

    @Test
    void keepsItsBoundHoweverLongTheNamesOfCallersAre() {
        var cache = new CounterCache<State>(100L * EACH);
        HeapShare share = cache.share("test");
        for (int n = 0; n < 2_000; n++) {
            var counter = new CounterKey("q", "n".repeat(n % 300) + n, null);
            cache.findOrMake(counter, START, () -> new State(0.5, START + HOUR));
            assertThat(share.bytes().getAsLong()).isLessThanOrEqualTo(share.mostBytes());
        }
        assertThat(share.entries().getAsLong()).isBetween(20L, 100L);
    }

    @Test
    void dropsThoseWhoHaveUsedTheLeast() {
        var cache = new CounterCache<State>(1_000L * EACH);
        fill(cache, 0, 500, 0.9, START + HOUR);
        fill(cache, 10_000, 20_000, 0.1, START + HOUR);

        assertThat(kept(cache, 0, 500)).isEqualTo(500);
    }

    @Test
    void dropsOfEqualsRatherTheOneThatIsForgottenFirst() {
        var cache = new CounterCache<State>(1_000L * EACH);
        fill(cache, 0, 500, 0.1, START + 2 * HOUR);
        fill(cache, 10_000, 20_000, 0.1, START + HOUR);

        // Of five that are picked at random all are of the others once in 32 times at first, and ever more seldom.
        assertThat(kept(cache, 0, 500)).isGreaterThan(250);
    }

    @Test
    void dropsNobodyWhoIsOverHisLimitAsLongAsThereAreOthers() {
        var cache = new CounterCache<State>(1_000L * EACH);
        for (int n = 0; n < 1_000; n++) {
            fill(cache, n, n + 1, n % 10 == 0 ? 0.99 : 1, START + HOUR);
        }

        fill(cache, 10_000, 50_000, 0, START + 2 * HOUR);

        assertThat(IntStream.range(0, 1_000).filter(n -> n % 10 != 0))
                .allMatch(n -> cache.look(counter(n)) != null, "is still there");
    }

    /** Else one with many addresses could shut out everybody else. */
    @Test
    void letsGoTheOneThatIsForgottenFirstWhereAllAreOverTheirLimits() {
        var cache = new CounterCache<State>(30L * EACH);
        for (int n = 0; n < 30; n++) {
            fill(cache, n, n + 1, 1, START + HOUR + n);
        }

        fill(cache, 100, 101, 1, START + HOUR + 100);

        assertThat(cache.look(counter(0))).isNull();
        assertThat(kept(cache, 1, 30)).isEqualTo(29);
        assertThat(cache.look(counter(100))).isNotNull();
    }

    @Test
    void dropsThoseWhoAreNotOverTheirLimitAnyMoreBeforeOthers() {
        var cache = new CounterCache<State>(1_000L * EACH);
        fill(cache, 0, 500, 1, START + 1_000);
        fill(cache, 500, 1_000, 1, START + HOUR);
        fill(cache, 10_000, 11_000, 0, START + HOUR);
        long later = START + 1_000;
        for (int n = 20_000; n < 21_000; n++) {
            cache.findOrMake(counter(n), later, () -> new State(0.5, START + HOUR));
        }

        assertThat(kept(cache, 0, 500)).isZero();
        assertThat(kept(cache, 500, 1_000)).isEqualTo(500);
        assertThat(kept(cache, 20_000, 21_000)).isGreaterThan(450);
    }

    /** So that one request does not pay for what many others have done. */
    @Test
    void putsAsideNoMoreThanAFewAtATime() {
        int many = 100_000;
        var cache = new CounterCache<State>((long) many * EACH);
        HeapShare share = cache.share("test");
        fill(cache, 0, many, 1, START + HOUR);

        for (int n = 0; n < 1_000; n++) {
            fill(cache, many + n, many + n + 1, 0, START + HOUR);
            assertThat(share.bytes().getAsLong()).isLessThan(share.mostBytes() + 500L * EACH);
        }

        assertThat(share.bytes().getAsLong()).isLessThanOrEqualTo(share.mostBytes());
        assertThat(kept(cache, 0, many)).isEqualTo(many);
    }

    @Test
    void countsItsBytesWhoeverComesAndGoesAtATime() throws Exception {
        var cache = new CounterCache<State>(1_000L * EACH);
        HeapShare share = cache.share("test");
        List<Callable<@Nullable Void>> callers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int first = thread * 500;
            callers.add(() -> {
                for (int n = 0; n < 50_000; n++) {
                    CounterKey counter = counter(first + n % 2_000);
                    double used = n % 7 / 6.0;
                    State state = cache.findOrMake(counter, START, () -> new State(used, START + HOUR));
                    if (n % 3 == 0) {
                        cache.drop(counter, state);
                    }
                }
                return null;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(callers.size());
        try {
            for (Future<?> done : pool.invokeAll(callers)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(share.bytes().getAsLong()).isLessThanOrEqualTo(1_000L * EACH).isGreaterThan(0);
        cache.count(START + HOUR);
        assertThat(share.entries().getAsLong()).isZero();
        assertThat(share.bytes().getAsLong()).isZero();
    }

    private static void fill(CounterCache<State> cache, int from, int to, double used, long untilMillis) {
        for (int n = from; n < to; n++) {
            cache.findOrMake(counter(n), START, () -> new State(used, untilMillis));
        }
    }

    private static int kept(CounterCache<State> cache, int from, int to) {
        return (int) IntStream.range(from, to)
                .filter(n -> cache.look(counter(n)) != null)
                .count();
    }

    private static CounterKey counter(int n) {
        return new CounterKey("q", "caller" + n, null);
    }
}
