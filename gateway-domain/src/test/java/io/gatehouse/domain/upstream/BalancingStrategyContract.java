package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.time.ManualClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BalancingStrategy} must do, whatever it chooses by; an adapter's test extends this. */
public abstract class BalancingStrategyContract {

    /** The strategy to be tested. */
    protected abstract BalancingStrategy strategy();

    /** Hosts with these weights, called a, b, c and so on: all healthy, nothing in flight. */
    protected static List<UpstreamHost> hosts(int... weights) {
        return Groups.hosts(weights).stream()
                .map(host -> {
                    var upstream = new UpstreamHost(host.address(), new ManualClock());
                    upstream.weight(host.weight());
                    return upstream;
                })
                .toList();
    }

    @Test
    void choosesNothingWithoutHosts() {
        BalancingStrategy.Chooser chooser = strategy().among(List.of(), null);
        assertThat(chooser.choose(TestBalancedRequest.GET, TriedHosts.NONE)).isNull();
        assertThat(chooser.preview(TestBalancedRequest.GET, TriedHosts.NONE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 40})
    void choosesEveryHostOnceWhenAllOthersWereTriedInVain(int count) {
        int[] weights = new int[count];
        for (int i = 0; i < count; i++) {
            weights[i] = 1 + i % 5;
        }
        List<UpstreamHost> hosts = hosts(weights);
        BalancingStrategy.Chooser chooser = strategy().among(hosts, null);
        TriedHosts tried = TriedHosts.NONE;
        Set<UpstreamHost> chosen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            UpstreamHost host = chooser.choose(TestBalancedRequest.of("ann"), tried);
            assertThat(hosts).contains(host);
            assertThat(chosen.add(host)).as("a host that was tried already").isTrue();
            tried = tried.and(host);
        }
        assertThat(chooser.choose(TestBalancedRequest.of("ann"), tried)).isNull();
    }

    @Test
    void choosesAmongTheHostsOfNowWhenTheyChange() {
        List<UpstreamHost> before = hosts(1, 1, 1);
        List<UpstreamHost> now = List.of(before.get(2));
        BalancingStrategy.Chooser old = strategy().among(before, null);
        BalancingStrategy.Chooser chooser = strategy().among(now, old);
        for (int i = 0; i < 20; i++) {
            assertThat(chooser.choose(TestBalancedRequest.of("user" + i), TriedHosts.NONE))
                    .isSameAs(before.get(2));
        }
    }

    @Test
    void takesOverFromAnyOtherStrategy() {
        BalancingStrategy.Chooser others = (request, tried) -> null;
        assertThat(strategy().among(hosts(1), others).choose(TestBalancedRequest.GET, TriedHosts.NONE))
                .isNotNull();
    }

    @Test
    void previewsAHostThatCouldBeChosen() {
        List<UpstreamHost> hosts = hosts(1, 2, 3);
        BalancingStrategy.Chooser chooser = strategy().among(hosts, null);
        UpstreamHost first = chooser.preview(TestBalancedRequest.GET, TriedHosts.NONE);
        assertThat(hosts).contains(first);
        assertThat(chooser.preview(TestBalancedRequest.GET, TriedHosts.NONE.and(first)))
                .isNotNull()
                .isNotSameAs(first);
    }

    @Test
    void hearsOfEveryOutcomeAndThrowsAtNone() {
        List<UpstreamHost> hosts = hosts(1, 1);
        BalancingStrategy.Chooser chooser = strategy().among(hosts, null);
        UpstreamHost gone = hosts(1).get(0);
        assertThatCode(() -> {
                    for (UpstreamHost host : List.of(hosts.get(0), hosts.get(1), gone)) {
                        chooser.ended(host, new HostOutcome.Responded(200, 5, 9));
                        chooser.ended(host, new HostOutcome.Failed(HostOutcome.HostFailure.TIMEOUT, true, 9));
                        chooser.ended(host, new HostOutcome.Abandoned(Fault.CLIENT, true, 9));
                        chooser.ended(host, HostOutcome.UNUSED);
                    }
                })
                .doesNotThrowAnyException();
        assertThat(chooser.choose(TestBalancedRequest.GET, TriedHosts.NONE)).isNotNull();
    }

    @Test
    void choosesForSeveralThreadsAtOnce() throws Exception {
        List<UpstreamHost> hosts = hosts(3, 2, 1);
        BalancingStrategy.Chooser chooser = strategy().among(hosts, null);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BalancedRequest request = TestBalancedRequest.of("user" + i);
                work.add(() -> {
                    boolean good = true;
                    for (int n = 0; n < 5_000; n++) {
                        good &= hosts.contains(chooser.choose(request, TriedHosts.NONE));
                    }
                    return good;
                });
            }
            for (var result : threads.invokeAll(work)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
