package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {

    @ParameterizedTest
    @CsvSource({
        "1,          a",
        "1 1 1,      abc",
        "5 1 1,      aabacaa",
        "4 2,        aba",
        "50 50,      ab",
        "3 1,        aaba",
        "1 2 3,      cbacbc"
    })
    void spreadsTurnsEvenly(String weights, String turns) {
        assertThat(turns(rotation(weights))).isEqualTo(turns);
    }

    @Test
    void givesEachHostItsShareInEveryRound() {
        var random = new Random(31);
        for (int round = 0; round < 100; round++) {
            int[] weights = random.ints(1 + random.nextInt(8), 1, 101).toArray();
            Rotation rotation = rotation(weights);
            int total = IntStream.of(weights).sum();
            for (int i = 0; i < weights.length; i++) {
                String name = Groups.address(i).host();
                long turns =
                        turns(rotation).chars().filter(c -> c == name.charAt(0)).count();
                assertThat(turns * total)
                        .as("seed 31, round %d", round)
                        .isEqualTo((long) weights[i] * rotation.length());
            }
        }
    }

    @Test
    void neverLeavesAHostWaitingMuchLongerThanItsShareSays() {
        Rotation rotation = rotation(7, 5, 3, 1);
        String twice = turns(rotation).repeat(2);
        for (String name : List.of("a", "b", "c", "d")) {
            double share = (double) rotation.length()
                    / turns(rotation).chars().filter(c -> c == name.charAt(0)).count();
            for (int at = twice.indexOf(name); twice.indexOf(name, at + 1) > 0; at = twice.indexOf(name, at + 1)) {
                assertThat(twice.indexOf(name, at + 1) - at).isLessThanOrEqualTo((int) Math.ceil(2 * share));
            }
        }
    }

    @Test
    void takesAnyIntegerAsATurn() {
        Rotation rotation = rotation(1, 1, 1);
        assertThat(rotation.turn(-1)).isSameAs(rotation.turn(2));
        assertThat(rotation.turn(Integer.MIN_VALUE)).isNotNull();
        assertThat(rotation.turn(Integer.MAX_VALUE)).isNotNull();
        assertThat(new Rotation(List.of(), 0).length()).isZero();
    }

    @Test
    void isMadeQuicklyForManyHostsWithOddWeights() {
        int[] weights = IntStream.range(0, 300).map(i -> 1 + i * 7 % 100).toArray();
        long begun = System.nanoTime();
        assertThat(rotation(weights).length()).isPositive();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    private static Rotation rotation(String weights) {
        return rotation(Arrays.stream(weights.trim().split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray());
    }

    private static Rotation rotation(int... weights) {
        return new Rotation(
                Groups.hosts(weights).stream().map(RotationTest::upstream).toList(), 0);
    }

    private static UpstreamHost upstream(Host host) {
        var upstream = new UpstreamHost(host.address(), new ManualClock());
        upstream.weight(host.weight());
        return upstream;
    }

    private static String turns(Rotation rotation) {
        return IntStream.range(0, rotation.length())
                .mapToObj(n -> rotation.turn(n).address().host())
                .collect(Collectors.joining());
    }
}
