package io.gatehouse.benchmarks.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

    private final Histogram histogram = new Histogram();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 127, 128, 129, 1_000, 65_535, 65_536, 5_000_000, Long.MAX_VALUE})
    void keepsANumberToWithinAFewPerCent(long number) {
        histogram.add(number);

        assertThat(histogram.percentile(50)).isLessThanOrEqualTo(number).isGreaterThanOrEqualTo(number - number / 64);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithASortedList(long seed) {
        var random = new Random(seed);
        long[] numbers = random.longs(10_000, 0, 1_000_000).toArray();
        Arrays.stream(numbers).forEach(histogram::add);
        Arrays.sort(numbers);

        for (int percent : new int[] {1, 50, 90, 99, 100}) {
            double expected = numbers[numbers.length * percent / 100 - 1];
            assertThat((double) histogram.percentile(percent))
                    .as("percentile %s with seed %s", percent, seed)
                    .isCloseTo(expected, within(expected * 0.02));
        }
        assertThat(histogram.count()).isEqualTo(numbers.length);
    }

    @Test
    void ofNothingIsZero() {
        assertThat(histogram.percentile(99)).isZero();
    }
}
