package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits that several processes divide among them, add up again, or lease from. */
class SharedLimitTest {

    private static final long START = 1_735_689_600_000L;

    static Stream<RateLimit> limits() {
        return Stream.of(
                new FixedWindow(90, 60_000),
                new SlidingWindow(90, 60_000),
                TokenBucket.refilled(90, 90, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void sharesNeverGrantMoreThanWasLeft(RateLimit limit) {
        for (int processes = 1; processes <= 7; processes++) {
            for (int used : List.of(0, 1, 44, 89, 90)) {
                Usage usage = used == 0
                        ? limit.unused()
                        : limit.take(limit.unused(), START, used).usage();
                int granted = 0;
                for (int n = 0; n < processes; n++) {
                    granted += drain(limit.shareOf(processes), limit.share(usage, processes));
                }
                assertThat(granted).as("%s of %d by %d", limit, used, processes).isLessThanOrEqualTo(90 - used);
                assertThat(granted).isGreaterThan(90 - used - 2 * processes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void leaveOnePermitWhereThereAreMoreProcesses(RateLimit limit) {
        assertThat(drain(limit.shareOf(1_000), limit.share(limit.unused(), 1_000)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void whatIsUsedInTwoPlacesCountsTogether(RateLimit limit) {
        for (long seed : LongStream.range(0, 50).toArray()) {
            var random = new Random(seed);
            Usage here = limit.unused();
            Usage there = limit.unused();
            Usage together = limit.unused();
            long now = START;
            for (int n = 0; n < 40; n++) {
                now += random.nextInt(4_000);
                Taking taking = limit.take(together, now, 1);
                if (taking.grant().admits()) {
                    together = taking.usage();
                    if (random.nextBoolean()) {
                        here = limit.take(here, now, 1).usage();
                    } else {
                        there = limit.take(there, now, 1).usage();
                    }
                }
            }
            int left = drain(limit, together, now);
            int leftOfSum = drain(limit, limit.sum(here, there, now), now);
            // Two buckets fill up twice as fast as one.
            assertThat(leftOfSum)
                    .as("%s, seed %d", limit, seed)
                    .isBetween(left, limit instanceof TokenBucket ? 90 : left);
        }
    }

    @Test
    void aBucketLeasesOnlyWhatCannotOverflowMeanwhile() {
        var bucket = TokenBucket.refilled(100, 100, Duration.ofSeconds(1));
        Usage nineMissing = bucket.take(bucket.unused(), START, 9).usage();
        Usage tenMissing = bucket.take(bucket.unused(), START, 10).usage();

        Taking refused = bucket.lease(nineMissing, START, 5);
        assertThat(refused.grant().ruling()).isEqualTo(Ruling.REFUSED);
        assertThat(refused.usage()).isSameAs(nineMissing);
        assertThat(bucket.lease(tenMissing, START, 5).grant().ruling()).isEqualTo(Ruling.ADMITTED);
        assertThat(bucket.lease(tenMissing, START, 91).grant().ruling()).isEqualTo(Ruling.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void leasesEndBeforeWhatTheyCountForIsForgotten(RateLimit limit) {
        for (long now : List.of(START, START + 1, START + 5_999, START + 59_999)) {
            assertThat(limit.leaseBegin(now)).isLessThanOrEqualTo(now);
            assertThat(limit.leaseEnd(now)).isGreaterThan(now).isLessThanOrEqualTo(now + limit.memoryMillis());
        }
        assertThat(limit.mostLeased()).isBetween(1L, 9L);
    }

    private static int drain(RateLimit limit, Usage usage) {
        return drain(limit, usage, START);
    }

    private static int drain(RateLimit limit, Usage usage, long now) {
        int granted = 0;
        Taking taking = limit.take(usage, now, 1);
        while (taking.grant().admits()) {
            granted++;
            taking = limit.take(taking.usage(), now, 1);
        }
        return granted;
    }
}
