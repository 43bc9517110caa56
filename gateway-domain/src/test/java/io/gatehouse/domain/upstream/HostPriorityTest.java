package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.TestServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts of a larger priority serve where none of a smaller one can. */
class HostPriorityTest {

    private static final long SEED = 18;
    private static final List<BuiltInStrategy> STRATEGIES = List.of(
            BuiltInStrategy.ROUND_ROBIN,
            BuiltInStrategy.RANDOM,
            BuiltInStrategy.LEAST_REQUESTS,
            BuiltInStrategy.PEAK_EWMA);

    private final UpstreamGroup group = Groups.empty();

    /** Hosts a, b, c and so on, of these priorities. */
    private void deploy(BalancingStrategy strategy, Service service, int... priorities) {
        var hosts = new ArrayList<Host>();
        for (int i = 0; i < priorities.length; i++) {
            hosts.add(new Host(Groups.address(i), 1, priorities[i]));
        }
        group.update(Groups.version(hosts), strategy, service);
    }

    private UpstreamHost host(int index) {
        return group.hosts().get(index);
    }

    private String chosen() {
        return chosen(TriedHosts.NONE);
    }

    private String chosen(TriedHosts tried) {
        var names = new TreeSet<String>();
        for (int i = 0; i < 60; i++) {
            HostPermit permit = group.begin(TestBalancedRequest.GET, tried);
            names.add(permit == null ? "-" : permit.host().address().host());
            if (permit != null) {
                permit.end(HostOutcome.UNUSED);
            }
        }
        return String.join("", names);
    }

    @ParameterizedTest
    @EnumSource(BuiltInStrategy.class)
    void theNextServeWhereAllPreferredAreUnhealthy(BuiltInStrategy strategy) {
        deploy(strategy, Groups.CALM, 20, 10, 10, 30);
        assertThat(chosen()).isIn("b", "c", "bc");
        group.health(host(1), "refused");
        assertThat(chosen()).isEqualTo("c");
        group.health(host(2), "refused");
        assertThat(chosen()).isEqualTo("a");
        group.health(host(0), "refused");
        assertThat(chosen()).isEqualTo("d");
        group.health(host(3), "refused");
        assertThat(chosen()).isEqualTo("-");
        group.health(host(2), null);
        assertThat(chosen()).isEqualTo("c");
    }

    @Test
    void aRequestThatWasTriedAtAllPreferredGoesToTheNext() {
        deploy(BuiltInStrategy.ROUND_ROBIN, Groups.CALM, 10, 10, 20);
        TriedHosts tried = TriedHosts.NONE.and(host(0));
        assertThat(chosen(tried)).isEqualTo("b");
        assertThat(chosen(tried.and(host(1)))).isEqualTo("c");
        assertThat(chosen(tried.and(host(1)).and(host(2)))).isEqualTo("-");
        assertThat(group.preview(TestBalancedRequest.GET, tried.and(host(1)))).isSameAs(host(2));
    }

    @Test
    void theNextServeWhileAllPreferredAreEjected() {
        var policy =
                new OutlierPolicy(1, Duration.ofMinutes(1), null, Percentage.parse("100%"), null, TestServices.ORIGIN);
        deploy(BuiltInStrategy.ROUND_ROBIN, TestServices.with(new Resilience(null, policy, null), Groups.CALM), 0, 1);
        assertThat(chosen()).isEqualTo("a");
        HostPermit permit = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
        assertThat(permit).isNotNull();
        permit.end(new HostOutcome.Responded(500, 1, 1));
        assertThat(chosen()).isEqualTo("b");
    }

    @Test
    void inAPanicThePreferredServeAgain() {
        deploy(BuiltInStrategy.ROUND_ROBIN, Groups.PANICKING, 1, 2);
        group.health(host(0), "refused");
        assertThat(chosen()).isEqualTo("b");
        group.health(host(1), "refused");
        assertThat(chosen()).isEqualTo("a");
    }

    @Test
    void prioritiesMayChange() {
        deploy(BuiltInStrategy.ROUND_ROBIN, Groups.CALM, 1, 2);
        UpstreamHost a = host(0);
        deploy(BuiltInStrategy.ROUND_ROBIN, Groups.CALM, 3, 2);
        assertThat(chosen()).isEqualTo("b");
        assertThat(host(0)).isSameAs(a);
    }

    @Test
    void theLastOfVeryManyAreOne() {
        int many = HostLayout.MOST_PRIORITIES + 4;
        deploy(
                BuiltInStrategy.ROUND_ROBIN,
                Groups.CALM,
                IntStream.range(0, many).toArray());
        TriedHosts tried = TriedHosts.NONE;
        for (int i = 0; i < HostLayout.MOST_PRIORITIES - 1; i++) {
            assertThat(chosen(tried)).isEqualTo(host(i).address().host());
            tried = tried.and(host(i));
        }
        assertThat(chosen(tried)).hasSize(5);
    }

    /** Against the rule, said plainly: of the healthy hosts that were not tried, one of the smallest priority. */
    @Test
    void agreesWithTheRuleWhateverHappens() {
        var random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            int[] priorities = random.ints(1 + random.nextInt(6), 0, 4).toArray();
            deploy(STRATEGIES.get(random.nextInt(STRATEGIES.size())), Groups.CALM, priorities);
            for (int step = 0; step < 10; step++) {
                group.health(host(random.nextInt(priorities.length)), random.nextBoolean() ? "refused" : null);
                var tried = TriedHosts.NONE;
                for (UpstreamHost host : group.hosts()) {
                    tried = random.nextInt(3) == 0 ? tried.and(host) : tried;
                }
                List<UpstreamHost> left = group.hosts().stream()
                        .filter(UpstreamHost::healthy)
                        .filter(untried(tried))
                        .sorted(Comparator.comparingInt(UpstreamHost::priority))
                        .toList();
                String expected = left.stream()
                        .filter(host -> host.priority() == left.get(0).priority())
                        .map(host -> host.address().host())
                        .collect(Collectors.joining());
                HostPermit permit = group.begin(TestBalancedRequest.GET, tried);
                String chosen = permit == null ? "" : permit.host().address().host();
                assertThat(expected.isEmpty() ? chosen.isEmpty() : !chosen.isEmpty() && expected.contains(chosen))
                        .as("round %s, step %s: %s of %s", round, step, chosen, expected)
                        .isTrue();
                if (permit != null) {
                    permit.end(HostOutcome.UNUSED);
                }
            }
        }
    }

    private static Predicate<UpstreamHost> untried(TriedHosts tried) {
        return host -> !tried.contains(host);
    }
}
