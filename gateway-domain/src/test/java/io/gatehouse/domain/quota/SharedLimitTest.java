package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.time.CalendarUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that several processes divide among them, add up again, or lease from. */
class SharedLimitTest {

    private static final long START = 1_735_689_600_000L;

    static Stream<RateLimit> limits() {
        return Stream.of(
                new FixedWindow(90, 60_000),
                new CalendarWindow(90, CalendarUnit.HOUR),
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
                ConsumeResult result = limit.take(together, now, 1);
                if (result.decision().admits()) {
                    together = result.usage();
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
    void aBucketCountsLeasesAtTheirEnd() {
        var bucket = TokenBucket.refilled(100, 100, Duration.ofSeconds(1));
        ConsumeResult leased = bucket.lease(bucket.unused(), START, 5);

        assertThat(leased.decision().outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(leased.decision().remaining()).as("a twentieth is withheld").isEqualTo(90);
        assertThat(drain(bucket, leased.usage())).isEqualTo(90);
        assertThat(drain(bucket, leased.usage(), bucket.leaseEnd(START))).isEqualTo(95);
        assertThat(bucket.lease(bucket.unused(), START, 96).decision().outcome())
                .isEqualTo(QuotaOutcome.REFUSED);
    }

    @Test
    void aBucketThatIsFullInNoTimeLeasesOnlyWhatCannotOverflowMeanwhile() {
        var bucket = TokenBucket.refilled(100, 2_000, Duration.ofSeconds(1));
        Usage nineteenMissing = bucket.take(bucket.unused(), START, 19).usage();
        Usage twentyMissing = bucket.take(bucket.unused(), START, 20).usage();

        ConsumeResult refused = bucket.lease(nineteenMissing, START, 5);
        assertThat(refused.decision().outcome()).isEqualTo(QuotaOutcome.REFUSED);
        assertThat(refused.usage()).isSameAs(nineteenMissing);
        assertThat(bucket.lease(twentyMissing, START, 5).decision().outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(bucket.lease(twentyMissing, START, 81).decision().outcome()).isEqualTo(QuotaOutcome.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noStretchOfTimeSeesMoreThanItsShareHoweverLateLeasesAreHandedOut(long seed) {
        var random = new Random(seed);
        for (RateLimit limit : List.of(
                TokenBucket.refilled(100, 100, Duration.ofSeconds(1)),
                TokenBucket.refilled(40, 10, Duration.ofSeconds(1)),
                TokenBucket.refilled(200, 4_000, Duration.ofSeconds(1)))) {
            var admissions = new Admissions();
            record Held(long endMillis, long permits) {}
            var held = new ArrayList<Held>();
            Usage usage = limit.unused();
            long now = START;
            for (int n = 0; n < 1_000; n++) {
                now += random.nextInt(4) == 0 ? random.nextInt(1_500) : random.nextInt(20);
                long time = now;
                held.removeIf(lease -> time >= lease.endMillis());
                if (random.nextInt(3) == 0 && !held.isEmpty()) {
                    admissions.add(now, held.remove(random.nextInt(held.size())).permits());
                }
                long permits = 1L + random.nextInt(5);
                if (random.nextInt(8) == 0) {
                    ConsumeResult result = limit.take(usage, now, 1);
                    while (result.decision().admits()) {
                        admissions.add(now, 1);
                        usage = result.usage();
                        result = limit.take(usage, now, 1);
                    }
                    held.forEach(lease -> admissions.add(time, lease.permits()));
                    held.clear();
                } else if (random.nextBoolean()) {
                    ConsumeResult result = limit.take(usage, now, permits);
                    usage = result.usage();
                    if (result.decision().admits()) {
                        admissions.add(now, permits);
                    }
                } else {
                    ConsumeResult result = limit.lease(usage, now, permits);
                    usage = result.usage();
                    if (result.decision().admits()) {
                        held.add(new Held(limit.leaseEnd(now), permits));
                    }
                }
            }
            assertThat(admissions.total()).as("%s", limit).isGreaterThan(500);
            assertThat(admissions.excess(limit)).as("%s", limit).isZero();
        }
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
        ConsumeResult result = limit.take(usage, now, 1);
        while (result.decision().admits()) {
            granted++;
            result = limit.take(result.usage(), now, 1);
        }
        return granted;
    }
}
