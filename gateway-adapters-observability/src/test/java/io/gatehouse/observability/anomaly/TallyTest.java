package io.gatehouse.observability.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.gatehouse.observability.anomaly.Tally.Count;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** Counts that are packed come back, and percentiles are near those of all durations. */
class TallyTest {

    private static final List<Count> COUNTS = List.of(Count.values());

    private final Random random = new Random(17);

    @Test
    void comesBackAsItWasPacked() {
        for (int round = 0; round < 1000; round++) {
            AtomicLongArray live = Tally.live();
            for (int i = random.nextInt(20); i > 0; i--) {
                Count what = COUNTS.get(random.nextInt(COUNTS.size()));
                Tally.count(live, what, random.nextLong() >>> 1 >>> random.nextInt(62));
                Tally.took(live, random.nextLong() >>> 1 >>> random.nextInt(62));
            }
            Tally tally = Tally.of(live);

            assertThat(Tally.unpacked(tally.packed()).counts()).isEqualTo(tally.counts());
        }
        assertThat(Tally.none().packed()).hasSize(2);
    }

    @Test
    void percentilesAreNearTheTrueOnes() {
        AtomicLongArray live = Tally.live();
        var millis = new double[10_000];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = Math.exp(random.nextGaussian() + 3);
            Tally.took(live, Math.round(millis[i] * TimeUnit.MILLISECONDS.toNanos(1)));
        }
        Arrays.sort(millis);
        Tally tally = Tally.of(live);

        for (double share : new double[] {0.1, 0.5, 0.9, 0.99}) {
            assertThat(tally.percentileMillis(share))
                    .isCloseTo(millis[(int) (share * millis.length)], withPercentage(15));
        }
        assertThat(tally.mostMillis()).isCloseTo(millis[millis.length - 1], withPercentage(0.1));
        assertThat(tally.measured()).isEqualTo(millis.length);
        assertThat(Tally.none().percentileMillis(0.5)).isZero();
    }

    @Test
    void sumsAreThoseOfBoth() {
        AtomicLongArray one = Tally.live();
        AtomicLongArray other = Tally.live();
        Tally.count(one, Count.REQUESTS, 2);
        Tally.count(other, Count.REQUESTS, 3);
        Tally.took(one, 5_000_000);
        Tally.took(other, 9_000_000);
        Tally sum = Tally.none();
        sum.add(Tally.of(one));
        sum.add(Tally.of(other));

        assertThat(sum.get(Count.REQUESTS)).isEqualTo(5);
        assertThat(sum.measured()).isEqualTo(2);
        assertThat(sum.mostMillis()).isEqualTo(9);
    }
}
