package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LeastRequestsTest {

    @Test
    void takesTheHostWithTheFewestRequests() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.LEAST_REQUESTS, 1, 1, 1);
        hold(group, 30);
        assertThat(group.hosts()).allMatch(host -> host.inFlight() == 10);
        UpstreamHost freer = group.hosts().get(1);
        freer.ended();
        assertThat(group.begin(TestBalancedRequest.GET, TriedHosts.NONE).host()).isSameAs(freer);
    }

    @Test
    void sharesRequestsInFlightByWeight() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.LEAST_REQUESTS, 6, 3, 1);
        hold(group, 1_000);
        assertThat(group.hosts().stream().map(UpstreamHost::inFlight).toList()).containsExactly(600, 300, 100);
    }

    @Test
    void sharesAmongEqualsThatAreIdle() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.LEAST_REQUESTS, 1, 1, 1, 1);
        assertThat(Groups.counts(Groups.choose(group, 40_000)).values())
                .hasSize(4)
                .allSatisfy(count -> assertThat(count).isCloseTo(10_000L, Percentage.withPercentage(8)));
    }

    @Test
    void avoidsAHostThatIsSlow() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.LEAST_REQUESTS, 1, 1, 1);
        UpstreamHost slow = group.hosts().get(0);
        for (int i = 0; i < 20; i++) {
            slow.tryBegin();
        }
        assertThat(Groups.choose(group, 100)).doesNotContain("a");
    }

    @Test
    void staysNearlyEvenInALargeGroup() {
        int[] weights = new int[40];
        Arrays.fill(weights, 1);
        double variance = 0;
        for (int round = 0; round < 10; round++) {
            UpstreamGroup group = Groups.of(BuiltInStrategy.LEAST_REQUESTS, weights);
            churn(group, 400, 20_000);
            variance += varianceAround(10, group) / 10;
        }
        assertThat(variance).as("choosing by chance alone gives about 10").isLessThan(4);
    }

    @Test
    void sharesByWeightInALargeGroup() {
        int[] weights = new int[20];
        Arrays.fill(weights, 0, 10, 9);
        Arrays.fill(weights, 10, 20, 1);
        UpstreamGroup group = Groups.of(BuiltInStrategy.LEAST_REQUESTS, weights);
        churn(group, 1_000, 60_000);
        double heavy = group.hosts().subList(0, 10).stream()
                .mapToInt(UpstreamHost::inFlight)
                .sum();
        assertThat(heavy / 1_000).as("share of the heavy half, by weight 0.9").isBetween(0.85, 0.95);
    }

    private static double varianceAround(int mean, UpstreamGroup group) {
        return group.hosts().stream()
                .mapToDouble(host -> Math.pow(host.inFlight() - mean, 2))
                .average()
                .orElseThrow();
    }

    /** Begins so many requests and ends none of them. */
    private static void hold(UpstreamGroup group, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(group.begin(TestBalancedRequest.GET, TriedHosts.NONE)).isNotNull();
        }
    }

    /** Keeps so many requests in flight while that many come and go; which one goes next is a matter of chance. */
    private static void churn(UpstreamGroup group, int inFlight, int requests) {
        var random = new Random(11);
        Queue<HostPermit> running = new ArrayDeque<>();
        for (int i = 0; i < requests; i++) {
            running.add(group.begin(TestBalancedRequest.GET, TriedHosts.NONE));
            if (running.size() > inFlight) {
                for (int skip = random.nextInt(8); skip > 0; skip--) {
                    running.add(running.remove());
                }
                running.remove().end(HostOutcome.UNUSED);
            }
        }
        assertThat(group.hosts().stream().mapToInt(UpstreamHost::inFlight).sum())
                .isEqualTo(inFlight);
        assertThat(List.copyOf(running)).hasSize(inFlight);
    }
}
