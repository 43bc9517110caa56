package io.gatehouse.http.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailLatencyTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;

    private final TailLatency latency = new TailLatency(0);

    @Test
    void saysNothingBeforeThereAreAHundred() {
        took(99, 5 * MILLI, 0);
        assertThat(latency.p95(0)).isEqualTo(TailLatency.UNKNOWN);
        took(1, 5 * MILLI, 0);
        assertThat(latency.p95(0)).isBetween(5 * MILLI, 5 * MILLI * 9 / 8);
    }

    @Test
    void isExactToAnEighth() {
        var random = new Random(4);
        long[] all = random.longs(2000, MILLI / 2, 3 * SECOND).toArray();
        Arrays.stream(all).forEach(one -> latency.took(one, 0));
        Arrays.sort(all);

        assertThat(latency.p95(0)).isBetween(all[1899], all[1900] * 9 / 8);
    }

    @Test
    void leavesOutTheSlowestTwentieth() {
        took(95, 10 * MILLI, 0);
        took(5, 9 * SECOND, 0);

        assertThat(latency.p95(0)).isLessThan(12 * MILLI);
    }

    @Test
    void forgetsWhatIsOlderThanTwentySeconds() {
        took(200, 10 * MILLI, 0);
        assertThat(latency.p95(11 * SECOND)).isGreaterThan(0);
        took(1000, 80 * MILLI, 12 * SECOND);
        assertThat(latency.p95(12 * SECOND)).isGreaterThan(79 * MILLI);
        assertThat(latency.p95(60 * SECOND)).isEqualTo(TailLatency.UNKNOWN);
    }

    @Test
    void takesWhatIsTooShortOrTooLongForItsClasses() {
        took(50, 0, 0);
        took(50, Long.MAX_VALUE, 0);

        assertThat(latency.p95(0)).isGreaterThan(60 * SECOND);
    }

    private void took(int calls, long nanos, long now) {
        for (int i = 0; i < calls; i++) {
            latency.took(nanos, now);
        }
    }
}
