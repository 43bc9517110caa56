package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.upstream.BalancingStrategy.Chooser;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {

    private static final long MILLI = 1_000_000;

    private final ManualClock clock = new ManualClock();

    private List<UpstreamHost> hosts(int... weights) {
        List<UpstreamHost> hosts = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            var host = new UpstreamHost(new HostAddress(false, "h" + i, 80), clock);
            host.weight(weights[i]);
            hosts.add(host);
        }
        return hosts;
    }

    private static UpstreamHost choose(Chooser chooser) {
        return Objects.requireNonNull(chooser.choose(TestBalancedRequest.GET, TriedHosts.NONE));
    }

    private static void responded(Chooser chooser, UpstreamHost host, long millis) {
        chooser.ended(host, new HostOutcome.Responded(200, millis * MILLI, millis * MILLI));
    }

    private static int[] counts(Chooser chooser, List<UpstreamHost> hosts, int times) {
        int[] counts = new int[hosts.size()];
        for (int i = 0; i < times; i++) {
            counts[hosts.indexOf(choose(chooser))]++;
        }
        return counts;
    }

    @Test
    void onePeakIsEnoughAndFadesInTime() {
        List<UpstreamHost> hosts = hosts(1, 1);
        Chooser chooser = BuiltInStrategy.PEAK_EWMA.among(hosts, null);
        for (UpstreamHost host : hosts) {
            responded(chooser, host, 10);
        }
        responded(chooser, hosts.get(0), 500);
        assertThat(counts(chooser, hosts, 100)).containsExactly(0, 100);

        responded(chooser, hosts.get(0), 10);
        assertThat(counts(chooser, hosts, 100))
                .as("one good response makes up for nothing")
                .containsExactly(0, 100);

        for (int second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            hosts.forEach(host -> responded(chooser, host, 10));
        }
        hosts.get(1).tryBegin();
        assertThat(counts(chooser, hosts, 100)).as("the other one is busy").containsExactly(100, 0);
    }

    @Test
    void aHostThatIsNotAskedIsAskedAgainAfterAWhile() {
        List<UpstreamHost> hosts = hosts(1, 1);
        Chooser chooser = BuiltInStrategy.PEAK_EWMA.among(hosts, null);
        responded(chooser, hosts.get(0), 500);
        int seconds = 0;
        while (choose(chooser) != hosts.get(0)) {
            clock.advance(Duration.ofSeconds(1));
            seconds++;
            responded(chooser, hosts.get(1), 10);
            assertThat(seconds).isLessThan(60);
        }
        assertThat(seconds).isGreaterThan(20);
    }

    @Test
    void oneThatHasNotRespondedYetGetsOneRequest() {
        List<UpstreamHost> hosts = hosts(1, 1);
        Chooser chooser = BuiltInStrategy.PEAK_EWMA.among(hosts, null);
        responded(chooser, hosts.get(0), 10);
        assertThat(choose(chooser)).isSameAs(hosts.get(1));
        hosts.get(1).tryBegin();
        assertThat(counts(chooser, hosts, 100)).containsExactly(100, 0);
    }

    @Test
    void waitingInVainCountsAsSlow() {
        List<UpstreamHost> hosts = hosts(1, 1);
        Chooser chooser = BuiltInStrategy.PEAK_EWMA.among(hosts, null);
        hosts.forEach(host -> responded(chooser, host, 10));
        chooser.ended(hosts.get(0), new HostOutcome.Failed(HostFailure.TIMEOUT, true, 1000 * MILLI));
        chooser.ended(hosts.get(1), new HostOutcome.Failed(HostFailure.RESET, true, 1000 * MILLI));
        assertThat(counts(chooser, hosts, 100)).containsExactly(0, 100);
    }

    /** Requests take as long as their host takes, and come at an even rate. */
    @Test
    void aSlowHostGetsFewerRequestsAndAHeavyOneMore() {
        assertThat(simulated(hosts(1, 1, 1, 1), 5, 5, 5, 40)[3]).isLessThan(600);
        for (int count : simulated(hosts(1, 1, 1, 1), 5, 5, 5, 5)) {
            assertThat(count).isBetween(2000, 3000);
        }
        int[] weighed = simulated(hosts(3, 1), 20, 20);
        assertThat(weighed[0] / (double) weighed[1]).isBetween(2.5, 3.5);
    }

    private int[] simulated(List<UpstreamHost> hosts, int... millis) {
        Chooser chooser = BuiltInStrategy.PEAK_EWMA.among(hosts, null);
        record UnderWay(int host, long ends) {}
        List<UnderWay> underWay = new ArrayList<>();
        int[] counts = new int[hosts.size()];
        for (int milli = 0; milli < 10_000; milli++) {
            for (UnderWay one : List.copyOf(underWay)) {
                if (one.ends <= milli) {
                    underWay.remove(one);
                    hosts.get(one.host).ended();
                    responded(chooser, hosts.get(one.host), millis[one.host]);
                }
            }
            int chosen = hosts.indexOf(choose(chooser));
            counts[chosen]++;
            hosts.get(chosen).tryBegin();
            underWay.add(new UnderWay(chosen, milli + millis[chosen]));
            clock.advance(Duration.ofMillis(1));
        }
        return counts;
    }
}
