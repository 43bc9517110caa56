package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a limit follows what its subject was granted. */
class LearnedLimitTest {

    private static final long WINDOW = 60_000;
    private static final AdaptiveRate RATE = new AdaptiveRate(new SlidingWindow(300, WINDOW), 100, 1000, 2, 0.1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // used in each window; "-" if nothing was granted, "x" if something was refused | limit then
                "                          | 300",
                "200                       | 330",
                "160                       | 320",
                "150                       | 300",
                "140                       | 280",
                "1                         | 270",
                "1 1 1 1 1 1 1 1 1 1 1 1   | 100",
                "- - -                     | 300",
                "x x x                     | 300",
                "200 - -                   | 330",
                "200 x x                   | 330",
                "200 1                     | 297",
                "200 1 200                 | 326",
                "165 - x 165               | 330",
            })
    void followsTheMedianInSteps(String windows, long limit) {
        var learned = new LearnedLimit(RATE, 0);
        long window = 0;
        for (String used : windows == null ? new String[0] : windows.split(" ")) {
            switch (used) {
                case "-" -> {}
                case "x" -> {
                    learned.granted(900);
                    learned.refused();
                    learned.granted(901);
                }
                default -> learned.granted(Long.parseLong(used));
            }
            learned.at(++window * WINDOW, RATE);
        }

        assertThat(learned.at(window * WINDOW, RATE)).isEqualTo(new SlidingWindow(limit, WINDOW));
    }

    @Test
    void isRaisedByAStepAWindowAtMostAndNeverBeyondItsBounds() {
        var learned = new LearnedLimit(RATE, 0);
        long before = RATE.limit();
        for (long window = 1; window <= 40; window++) {
            learned.granted(learned.at((window - 1) * WINDOW, RATE).limit());
            long now = learned.at(window * WINDOW, RATE).limit();
            assertThat(now).isBetween(before, Math.min(1000, before + Math.max(1, before / 10)));
            before = now;
        }
        assertThat(before).isEqualTo(1000);
    }

    @Test
    void remembersSoManyWindowsAndForgetsThoseBefore() {
        var learned = new LearnedLimit(RATE, 0);
        for (long window = 1; window <= LearnedLimit.WINDOWS + 16; window++) {
            learned.granted(window <= LearnedLimit.WINDOWS ? 400 : 50);
            learned.at(window * WINDOW, RATE);
        }

        assertThat(learned.windows()).isEqualTo(LearnedLimit.WINDOWS);
        assertThat(learned.usual()).isEqualTo(50);
    }

    @Test
    void keepsWithinTheBoundsThatAReloadBrings() {
        var learned = new LearnedLimit(RATE, 0);
        var wider = new AdaptiveRate(new SlidingWindow(5000, WINDOW), 4000, 6000, 2, 0.1);
        var narrower = new AdaptiveRate(new SlidingWindow(50, WINDOW), 10, 60, 2, 0.1);

        assertThat(learned.at(0, wider).limit()).isEqualTo(4000);
        assertThat(learned.at(0, narrower)).isSameAs(learned.at(1, narrower)).isEqualTo(new SlidingWindow(60, WINDOW));
        assertThat(learned.at(0, RATE).limit()).isEqualTo(100);
    }

    @Test
    void aCallOfTheWindowBeforeEndsNoneAndAClockThatWasSetBackGoesOnFromThere() {
        var learned = new LearnedLimit(RATE, 10 * WINDOW);
        learned.granted(200);
        learned.at(9 * WINDOW, RATE);
        assertThat(learned.windows()).isZero();

        learned.at(2 * WINDOW, RATE);
        learned.granted(200);
        learned.at(3 * WINDOW, RATE);

        assertThat(learned.windows()).isEqualTo(2);
        assertThat(learned.lastMillis()).isEqualTo(4 * WINDOW);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        var learned = new LearnedLimit(RATE, 0);
        learned.granted(200);
        LearnedLimit copy = learned.copy();

        assertThat(copy.at(WINDOW, RATE).limit()).isEqualTo(330);
        copy.refused();
        assertThat(learned.windows()).isZero();
        assertThat(learned.at(WINDOW, RATE).limit()).isEqualTo(330);
    }

    @Test
    void keepsTheMostOfWhatManyThreadsWereGranted() {
        var learned = new LearnedLimit(RATE, 0);
        IntStream.rangeClosed(1, 10_000).parallel().forEach(learned::granted);
        learned.at(WINDOW, RATE);

        assertThat(learned.usual()).isEqualTo(10_000);
    }

    /** Against all windows written down, and everything worked out anew at each border. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithItsModel(long seed) {
        var random = new Random(seed);
        var rate = new AdaptiveRate(
                new FixedWindow(50, WINDOW), 20, 20 + random.nextInt(500), 1 + random.nextDouble() * 3, 0.05);
        rate = new AdaptiveRate(
                new FixedWindow(Math.min(50, rate.max()), WINDOW),
                20,
                rate.max(),
                rate.headroom(),
                0.01 + 0.5 * random.nextDouble());
        var learned = new LearnedLimit(rate, 0);
        var past = new ArrayList<Long>();
        long limit = rate.limit();
        long now = 0;
        long most = 0;
        boolean refused = false;
        for (int event = 0; event < 5_000; event++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    long before = now / WINDOW;
                    now += random.nextInt(3) * WINDOW / 2;
                    if (now / WINDOW > before) {
                        if (most > 0 && !refused) {
                            past.add(most);
                            limit = next(rate, limit, past);
                        }
                        most = 0;
                        refused = false;
                    }
                }
                case 1 -> {
                    if (random.nextInt(5) == 0) {
                        learned.at(now, rate);
                        learned.refused();
                        refused = true;
                    }
                }
                default -> {
                    long used = 1L + random.nextInt((int) limit);
                    learned.at(now, rate);
                    learned.granted(used);
                    most = Math.max(most, used);
                }
            }
            assertThat(learned.at(now, rate)).as("event %s", event).isEqualTo(new FixedWindow(limit, WINDOW));
        }
        assertThat(past).hasSizeGreaterThan(LearnedLimit.WINDOWS);
    }

    private static long next(AdaptiveRate rate, long limit, List<Long> past) {
        long[] last = past.subList(Math.max(0, past.size() - LearnedLimit.WINDOWS), past.size()).stream()
                .mapToLong(used -> used)
                .toArray();
        Arrays.sort(last);
        long wanted = (long) Math.ceil(last[(last.length - 1) / 2] * rate.headroom());
        long step = Math.max(1, (long) Math.floor(limit * rate.step()));
        long stepped = wanted > limit ? Math.min(wanted, limit + step) : Math.max(wanted, limit - step);
        return Math.min(rate.max(), Math.max(rate.min(), stepped));
    }
}
