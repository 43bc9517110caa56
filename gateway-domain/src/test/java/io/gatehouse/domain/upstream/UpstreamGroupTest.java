package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class UpstreamGroupTest {

    @Test
    void takesHostsInTurn() {
        assertThat(Groups.choose(Groups.of(BuiltInStrategy.ROUND_ROBIN, 1, 1, 1), 7))
                .isEqualTo("abcabca");
    }

    @Test
    void skipsSickHostsWithoutSkewingTheOthers() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.ROUND_ROBIN, 1, 1, 1, 1);
        group.health(group.hosts().get(1), "refused");
        assertThat(Groups.counts(Groups.choose(group, 3_000)))
                .containsExactly(Map.entry("a", 1_000L), Map.entry("c", 1_000L), Map.entry("d", 1_000L));
        group.health(group.hosts().get(1), null);
        assertThat(Groups.counts(Groups.choose(group, 4_000))).containsEntry("b", 1_000L);
    }

    @Test
    void skipsSickHostsByWeight() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.ROUND_ROBIN, 3, 2, 1);
        group.health(group.hosts().get(1), "refused");
        assertThat(Groups.counts(Groups.choose(group, 4_000)))
                .containsEntry("a", 3_000L)
                .containsEntry("c", 1_000L);
    }

    @Test
    void choosesByChanceAsTheWeightsSay() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.RANDOM, 6, 3, 1);
        var counts = Groups.counts(Groups.choose(group, 100_000));
        assertThat(counts.get("a")).isCloseTo(60_000, Percentage.withPercentage(5));
        assertThat(counts.get("b")).isCloseTo(30_000, Percentage.withPercentage(5));
        assertThat(counts.get("c")).isCloseTo(10_000, Percentage.withPercentage(10));
    }

    @ParameterizedTest
    @EnumSource(value = BuiltInStrategy.class, names = "CONSISTENT_HASH", mode = Mode.EXCLUDE)
    void choosesNothingWhenAllAreSickUnlessItPanics(BuiltInStrategy balancing) {
        UpstreamGroup group = Groups.empty();
        group.update(Groups.listed(1, 1), balancing, Groups.CALM);
        group.hosts().forEach(host -> group.health(host, "refused"));
        assertThat(group.begin(TestBalancedRequest.GET, TriedHosts.NONE)).isNull();

        group.update(Groups.listed(1, 1), balancing, Groups.PANICKING);
        assertThat(Groups.counts(Groups.choose(group, 200)).keySet()).containsExactly("a", "b");
        assertThat(group.hosts()).noneMatch(UpstreamHost::healthy);

        group.health(group.hosts().get(1), null);
        assertThat(Groups.choose(group, 5))
                .as("panic ends with the first host that is well")
                .isEqualTo("bbbbb");
    }

    @ParameterizedTest
    @EnumSource(value = BuiltInStrategy.class, names = "CONSISTENT_HASH", mode = Mode.EXCLUDE)
    void aDrainedHostGetsNoNewRequests(BuiltInStrategy balancing) {
        UpstreamGroup group = Groups.of(balancing, 1, 1, 1);
        HostPermit begun = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);

        group.update(Groups.listed(1, 0, 1), balancing, Groups.PANICKING);
        assertThat(begun.host().inFlight()).isEqualTo(1);
        begun.end(HostOutcome.UNUSED);

        assertThat(Groups.counts(Groups.choose(group, 300)).keySet()).containsExactly("a", "c");
        assertThat(group.preview(TestBalancedRequest.GET, TriedHosts.NONE)).isNotNull();
        assertThat(group.hosts()).extracting(UpstreamHost::drained).containsExactly(false, true, false);
        assertThat(group.hosts()).allMatch(UpstreamHost::healthy);

        group.update(Groups.listed(1, 1, 1), balancing, Groups.PANICKING);
        assertThat(Groups.counts(Groups.choose(group, 300)).keySet()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource(BuiltInStrategy.class)
    void choosesNothingWhenAllAreDrainedEvenInPanic(BuiltInStrategy balancing) {
        UpstreamGroup group = Groups.empty();
        group.update(Groups.listed(0, 0), balancing, Groups.PANICKING);
        assertThat(group.begin(TestBalancedRequest.GET, TriedHosts.NONE)).isNull();
        assertThat(group.preview(TestBalancedRequest.GET, TriedHosts.NONE)).isNull();

        group.update(Groups.listed(0, 1), balancing, Groups.PANICKING);
        group.health(group.hosts().get(1), "refused");
        assertThat(Groups.choose(group, 3))
                .as("panic uses the sick host and not the drained one")
                .isEqualTo("bbb");
    }

    @ParameterizedTest
    @EnumSource(BuiltInStrategy.class)
    void choosesNothingWithoutHosts(BuiltInStrategy balancing) {
        assertThat(Groups.empty().begin(TestBalancedRequest.GET, TriedHosts.NONE))
                .isNull();
        assertThat(Groups.of(balancing).begin(TestBalancedRequest.GET, TriedHosts.NONE))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(BuiltInStrategy.class)
    void choosesEveryHostOnceWhenAllOthersWereTriedInVain(BuiltInStrategy balancing) {
        for (int hosts : new int[] {1, 3, 12}) {
            int[] weights = new int[hosts];
            Arrays.setAll(weights, i -> 1 + i % 3);
            UpstreamGroup group = Groups.of(balancing, weights);
            List<UpstreamHost> chosen = new ArrayList<>();
            TriedHosts tried = TriedHosts.NONE;
            for (HostPermit attempt = group.begin(TestBalancedRequest.GET, tried);
                    attempt != null;
                    attempt = group.begin(TestBalancedRequest.GET, tried)) {
                chosen.add(attempt.host());
                tried = tried.and(attempt.host());
                attempt.end(HostOutcome.UNUSED);
            }
            assertThat(chosen).containsExactlyInAnyOrderElementsOf(group.hosts());
        }
    }

    @Test
    void keepsTheStateOfHostsThatStayAcrossReloads() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.ROUND_ROBIN, 1, 1);
        HostPermit underWay = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
        group.health(group.hosts().get(1), "refused");
        List<UpstreamHost> before = group.hosts();

        group.update(Groups.listed(2, 1, 1), BuiltInStrategy.LEAST_REQUESTS, Groups.CALM);
        assertThat(group.hosts()).hasSize(3).startsWith(before.toArray(UpstreamHost[]::new));
        assertThat(group.hosts().get(0).inFlight()).isEqualTo(1);
        assertThat(group.hosts().get(1).unhealthyReason()).isEqualTo("refused");
        assertThat(group.hosts().get(2).healthy()).isTrue();

        group.update(Groups.listed(1), BuiltInStrategy.ROUND_ROBIN, Groups.CALM);
        assertThat(group.hosts()).containsExactly(before.get(0));
        underWay.end(HostOutcome.UNUSED);
        assertThat(before.get(0).inFlight()).isZero();
    }

    @Test
    void goesOnInTurnAcrossReloads() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.ROUND_ROBIN, 1, 1, 1);
        StringBuilder chosen = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            chosen.append(Groups.choose(group, 1));
            group.update(Groups.listed(1, 1, 1), BuiltInStrategy.ROUND_ROBIN, Groups.CALM);
        }
        assertThat(chosen.toString())
                .as("a reload must not send all to the first")
                .isEqualTo("abcabc");
    }

    @Test
    void countsAnAttemptUntilItsFirstEnd() {
        UpstreamGroup group = Groups.of(BuiltInStrategy.ROUND_ROBIN, 1);
        HostPermit one = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
        HostPermit two = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
        assertThat(one.host().inFlight()).isEqualTo(2);
        one.end(HostOutcome.UNUSED);
        one.end(HostOutcome.UNUSED);
        assertThat(one.host().inFlight()).isEqualTo(1);
        two.end(HostOutcome.UNUSED);
        assertThat(one.host().inFlight()).isZero();
    }
}
