package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits against slow models of their definitions, and what they tell. */
class RateLimitTest {

    private static final long START = 1_735_689_600_000L;

    /** Says whether permits may be taken at a time, and remembers what was. */
    private interface Model {
        boolean take(long millis, long permits);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void fixedWindowsAgreeWithTheirModel(long seed) {
        agree(seed, random -> new FixedWindow(1 + random.nextInt(30), 1 + random.nextInt(3_000)), limit -> {
            var window = (FixedWindow) limit;
            return model(window.limit(), (now, then) -> now / window.windowMillis() == then / window.windowMillis());
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void slidingWindowsAgreeWithTheirModel(long seed) {
        agree(seed, random -> new SlidingWindow(1 + random.nextInt(30), 1 + random.nextInt(3_000)), limit -> {
            var window = (SlidingWindow) limit;
            return model(
                    window.limit(),
                    (now, then) -> now / window.partMillis() - then / window.partMillis() <= SlidingWindow.PARTS);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bucketsAgreeWithTheirModel(long seed) {
        agree(
                seed,
                random -> TokenBucket.refilled(
                        1L + random.nextInt(30),
                        1L + random.nextInt(50),
                        Duration.ofMillis(1L + random.nextInt(2_000))),
                limit -> bucketModel((TokenBucket) limit));
    }

    private interface Counts {
        boolean still(long now, long then);
    }

    private static Model model(long limit, Counts counts) {
        var taken = new ArrayList<Long>();
        return (now, permits) -> {
            long used = taken.stream().filter(then -> counts.still(now, then)).count();
            if (used + permits > limit) {
                return false;
            }
            LongStream.range(0, permits).forEach(n -> taken.add(now));
            return true;
        };
    }

    /** Fills up drop by drop, in nanoseconds of filling. */
    private static Model bucketModel(TokenBucket bucket) {
        long[] level = {bucket.fillNanos(), START};
        return (now, permits) -> {
            level[0] = Math.min(bucket.fillNanos(), level[0] + (now - level[1]) * 1_000_000);
            level[1] = now;
            if (level[0] < permits * bucket.intervalNanos()) {
                return false;
            }
            level[0] -= permits * bucket.intervalNanos();
            return true;
        };
    }

    private static void agree(long seed, Function<Random, RateLimit> made, Function<RateLimit, Model> modelOf) {
        var random = new Random(seed);
        RateLimit limit = made.apply(random);
        Model model = modelOf.apply(limit);
        var admissions = new Admissions();
        Usage usage = limit.unused();
        long now = START;
        for (int n = 0; n < 300; n++) {
            now += random.nextInt(3) == 0 ? random.nextInt(700) : random.nextInt(5);
            long permits = 1L + random.nextInt(3);
            ConsumeResult result = limit.take(usage, now, permits);
            assertThat(result.decision().admits()).as("%s, call %d", limit, n).isEqualTo(model.take(now, permits));
            if (result.decision().admits()) {
                admissions.add(now, permits);
            } else {
                retryIsRight(limit, usage, now, permits, result.decision());
            }
            usage = result.usage();
        }
        assertThat(admissions.excess(limit)).as("%s", limit).isZero();
    }

    /** Not a millisecond too early, and not a millisecond too late. */
    private static void retryIsRight(RateLimit limit, Usage usage, long now, long permits, QuotaDecision refused) {
        assertThat(refused.retryMillis()).isPositive();
        if (permits <= limit.limit()) {
            long retry = now + refused.retryMillis();
            assertThat(limit.take(usage, retry, permits).decision().admits()).isTrue();
            assertThat(limit.take(usage, retry - 1, permits).decision().admits())
                    .isFalse();
        }
    }

    static Stream<RateLimit> limits() {
        return Stream.of(
                new FixedWindow(5, 1_000),
                new SlidingWindow(5, 1_000),
                TokenBucket.refilled(5, 5, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void isWholeAgainWhenItSays(RateLimit limit) {
        ConsumeResult result = limit.take(limit.unused(), START + 137, 3);
        long whole = START + 137 + result.decision().resetMillis();

        assertThat(limit.take(result.usage(), whole, 5).decision().admits()).isTrue();
        assertThat(limit.take(result.usage(), whole - 1, 5).decision().admits()).isFalse();
        assertThat(result.decision().resetMillis()).isLessThanOrEqualTo(limit.memoryMillis());
    }

    @ParameterizedTest
    @MethodSource("limits")
    void givesNothingAnewWhenTheClockIsSetBack(RateLimit limit) {
        Usage usage = limit.take(limit.unused(), START, 5).usage();
        for (long back : List.of(1L, 999L, 1_000L, 5_000L, 86_400_000L)) {
            ConsumeResult result = limit.take(usage, START - back, 1);
            assertThat(result.decision().admits()).as("%d ms back", back).isFalse();
            assertThat(result.decision().retryMillis()).isLessThanOrEqualTo(2_300);
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void saysFromWhenOnAUsageDoesNotMatter(RateLimit limit) {
        Usage usage = limit.take(limit.unused(), START + 137, 5).usage();
        long forgotten = limit.forgottenAtMillis(usage);

        assertThat(limit.take(usage, forgotten, 5).decision().admits()).isTrue();
        assertThat(limit.take(usage, forgotten - 1, 5).decision().admits()).isFalse();
        assertThat(limit.forgottenAtMillis(limit.unused())).isLessThan(START);
    }

    @Test
    void forgetsWhatItSaysThatItForgets() {
        limits().forEach(limit -> {
            Usage usage = limit.take(limit.unused(), START, 5).usage();
            assertThat(limit.take(usage, START + limit.memoryMillis(), 5)
                            .decision()
                            .admits())
                    .as("%s", limit)
                    .isTrue();
        });
    }

    @Test
    void refusesForeverWhatIsMoreThanTheLimitWithoutBreaking() {
        LongFunction<RateLimit> huge = capacity -> TokenBucket.refilled(capacity, 1, Duration.ofHours(1));
        for (RateLimit limit : List.of(new FixedWindow(5, 1_000), new SlidingWindow(5, 1_000), huge.apply(5))) {
            assertThat(limit.take(limit.unused(), START, 6).decision().outcome())
                    .isEqualTo(QuotaOutcome.REFUSED);
        }
    }
}
