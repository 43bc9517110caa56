package io.gatehouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.TestBalancedRequest;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {

    private static final HostAddress A = new HostAddress(false, "a", 8080);
    private static final HostAddress B = new HostAddress(true, "b", 443);
    private static final HostAddress C = new HostAddress(false, "c", 8080);
    private static final VersionKey KEY = new VersionKey("orders", VersionNumber.parse("1"));
    private static final HealthCheck CHECK = check(Duration.ofSeconds(5), 2, 1, null, false);

    /** Longer than an interval with its jitter, shorter than two. */
    private static final Duration ROUND = Duration.ofMillis(5_501);

    private final ManualTimer timer = new ManualTimer();
    private final ScriptedProbe probe = new ScriptedProbe(timer);
    private final Upstreams upstreams = new Upstreams();
    private final List<String> heard = new ArrayList<>();
    private final HealthMonitor monitor = new HealthMonitor(
            upstreams, probe, timer, this::hear, (listener, defect) -> heard.add("defect: " + defect.getMessage()));

    private boolean throwing;

    @Test
    void probesEveryHostAtOnceAndThenInIntervals() {
        deploy(CHECK, A, B, C);
        assertThat(probe.probed().stream().map(ProbeTarget::address)).containsExactly(A, B, C);
        for (int round = 2; round < 12; round++) {
            timer.advance(Duration.ofMillis(4_499));
            timer.advance(Duration.ofMillis(1_002));
            assertThat(probe.probes(A)).isBetween((long) round, round + 2L);
        }
    }

    @Test
    void spreadsProbesByATenthOfTheInterval() {
        deploy(CHECK, A);
        Set<Duration> waits = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(timer.waiting()).hasSize(1);
            waits.add(timer.waiting().get(0));
            timer.advance(timer.waiting().get(0));
        }
        assertThat(waits)
                .hasSizeGreaterThan(100)
                .allMatch(wait -> wait.toMillis() >= 4_500 && wait.toMillis() <= 5_500);
    }

    @Test
    void asksAsTheCheckSays() {
        deploy(check(Duration.ofSeconds(5), 2, 1, 9000, false), A, B);
        assertThat(probe.probed())
                .containsExactly(
                        new ProbeTarget(new HostAddress(false, "a", 9000), "/health", Duration.ofSeconds(1)),
                        new ProbeTarget(new HostAddress(true, "b", 9000), "/health", Duration.ofSeconds(1)));
    }

    @Test
    void takesASickHostOutAndTakesItBack() {
        deploy(CHECK, A, B);
        probe.sicken(A, "status 500");
        timer.advance(ROUND);
        assertThat(host(A).healthy()).as("one failure of two").isTrue();
        timer.advance(ROUND);
        assertThat(host(A).unhealthyReason()).isEqualTo("status 500");
        assertThat(chosen()).containsOnly(B);
        assertThat(heard).containsExactly("orders:1 http://a:8080 status 500");

        timer.advance(ROUND);
        assertThat(heard).as("told once").hasSize(1);
        probe.heal(A);
        timer.advance(ROUND);
        assertThat(host(A).healthy()).isTrue();
        assertThat(chosen()).containsOnly(A, B);
        assertThat(heard).hasSize(2).last().isEqualTo("orders:1 http://a:8080 null");
    }

    @Test
    void showsTheLatestReasonWhileAHostStaysSick() {
        HealthCheck slowToForgive = check(Duration.ofSeconds(5), 1, 3, null, false);
        probe.sicken(A, "refused");
        deploy(slowToForgive, A, B);
        assertThat(host(A).unhealthyReason()).isEqualTo("refused");
        probe.sicken(A, "status 500");
        timer.advance(ROUND);
        assertThat(host(A).unhealthyReason()).isEqualTo("status 500");
        probe.heal(A);
        timer.advance(ROUND);
        assertThat(host(A).unhealthyReason()).as("one success of three").isEqualTo("status 500");
        assertThat(chosen()).containsOnly(B);
        assertThat(heard).as("only changes are told").hasSize(1);
    }

    @Test
    void goesOnProbingWhenAListenerThrows() {
        throwing = true;
        probe.sicken(A, "refused");
        deploy(check(Duration.ofSeconds(5), 1, 1, null, false), A, B);
        assertThat(host(A).unhealthyReason()).isEqualTo("refused");
        assertThat(heard).containsExactly("defect: the listener is broken");
        throwing = false;
        probe.heal(A);
        timer.advance(ROUND);
        assertThat(host(A).healthy()).isTrue();
        assertThat(heard).hasSize(2).last().isEqualTo("orders:1 http://a:8080 null");
    }

    @Test
    void doesNotProbeAHostWhileAProbeOfItIsUnderWay() {
        probe.silence(A);
        deploy(CHECK, A, B);
        timer.advance(Duration.ofMillis(900));
        assertThat(probe.probes(A)).isEqualTo(1);
        probe.answer(ProbeResult.failed("slow"));
        assertThat(timer.waiting())
                .as("the probe's own time-out, and the next probes of A and B")
                .hasSize(3);
        timer.advance(ROUND);
        assertThat(probe.probes(A)).isEqualTo(2);
    }

    @Test
    void givesUpNoHostWithoutAHealthCheck() {
        deploy(null, A);
        assertThat(probe.probed()).isEmpty();
        assertThat(timer.waiting()).isEmpty();
        assertThat(chosen()).containsOnly(A);
    }

    @Test
    void beginsAndEndsWithWhatTheRegistryNames() {
        deploy(CHECK, A, B);
        probe.sicken(B, "refused");
        timer.advance(ROUND);
        timer.advance(ROUND);
        UpstreamHost gone = host(B);
        assertThat(gone.healthy()).isFalse();

        deploy(CHECK, A, C);
        assertThat(probe.probes(C)).as("a new host is probed at once").isEqualTo(1);
        long before = probe.probes(B);
        timer.advance(Duration.ofMinutes(5));
        assertThat(probe.probes(B)).isEqualTo(before);
        assertThat(probe.probes(A)).isGreaterThan(50);
        assertThat(timer.waiting()).as("one loop for each host that is named").hasSize(2);

        probe.heal(B);
        deploy(CHECK, A, B);
        assertThat(host(B)).isNotSameAs(gone);
        assertThat(host(B).healthy()).isTrue();
    }

    @Test
    void keepsWhatItKnowsAcrossReloads() {
        probe.sicken(A, "refused");
        deploy(CHECK, A, B);
        timer.advance(ROUND);
        assertThat(host(A).healthy()).isFalse();
        long before = probe.probes(A);
        for (int i = 0; i < 10; i++) {
            deploy(CHECK, A, B);
        }
        assertThat(host(A).unhealthyReason()).isEqualTo("refused");
        assertThat(probe.probes(A)).as("a reload probes nobody again").isEqualTo(before);
        assertThat(timer.waiting()).hasSize(2);
    }

    @Test
    void takesOverChangedSettings() {
        deploy(CHECK, A);
        deploy(check(Duration.ofSeconds(60), 1, 1, 9000, false), A);
        timer.advance(ROUND);
        assertThat(probe.probed().get(1).address().port()).isEqualTo(9000);
        assertThat(timer.waiting().get(0)).isGreaterThan(Duration.ofSeconds(50));
    }

    @Test
    void takesHostsBackWhenTheirCheckIsRemoved() {
        probe.sicken(A, "refused");
        deploy(check(Duration.ofSeconds(5), 1, 1, null, false), A, B);
        assertThat(chosen()).containsOnly(B);
        deploy(null, A, B);
        assertThat(chosen()).containsOnly(A, B);
        long before = probe.probed().size();
        timer.advance(Duration.ofMinutes(1));
        assertThat(probe.probed()).hasSize((int) before);
        assertThat(timer.waiting()).isEmpty();
    }

    @Test
    void usesSickHostsInAPanicOnly() {
        probe.sicken(A, "refused");
        probe.sicken(B, "refused");
        deploy(check(Duration.ofSeconds(5), 1, 1, null, true), A, B);
        assertThat(chosen()).containsOnly(A, B);
        assertThat(host(A).healthy()).isFalse();
        deploy(check(Duration.ofSeconds(5), 1, 1, null, false), A, B);
        assertThat(upstreams.begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE))
                .isNull();
    }

    @Test
    void ignoresResultsThatComeTooLate() {
        probe.silence(A);
        HealthCheck strict = check(Duration.ofSeconds(5), 1, 1, null, false);
        deploy(strict, A);
        UpstreamHost host = host(A);
        monitor.close();
        probe.answer(ProbeResult.failed("refused"));
        assertThat(host.healthy()).isTrue();
        assertThat(heard).isEmpty();
        timer.advance(Duration.ofMinutes(1));
        assertThat(probe.probed()).hasSize(1);
    }

    @Test
    void endsAllProbingWhenClosed() {
        probe.sicken(A, "refused");
        deploy(check(Duration.ofSeconds(5), 1, 1, null, false), A, B);
        assertThat(host(A).healthy()).isFalse();
        monitor.close();
        assertThat(host(A).healthy()).isTrue();
        long before = probe.probed().size();
        timer.advance(Duration.ofMinutes(1));
        assertThat(probe.probed()).hasSize((int) before);
    }

    private void deploy(@Nullable HealthCheck check, HostAddress... hosts) {
        Service service = TestServices.service(
                "orders", TestServices.FORWARDING, Set.of(), check, TestServices.version("orders", "1", hosts));
        var services = new Services(List.of(service), List.of());
        upstreams.update(services);
        monitor.update(services);
    }

    private UpstreamHost host(HostAddress address) {
        return upstreams.group(KEY).hosts().stream()
                .filter(host -> host.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private List<HostAddress> chosen() {
        HostAddress[] chosen = new HostAddress[20];
        Arrays.setAll(chosen, i -> {
            HostPermit attempt = upstreams.begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE);
            attempt.end(HostOutcome.UNUSED);
            return attempt.host().address();
        });
        return List.of(chosen);
    }

    private void hear(VersionKey version, HostAddress host, @Nullable String sickness) {
        if (throwing) {
            throw new IllegalStateException("the listener is broken");
        }
        heard.add(version + " " + host + " " + sickness);
    }

    private static HealthCheck check(
            Duration interval, int unhealthyAfter, int healthyAfter, @Nullable Integer port, boolean panic) {
        return new HealthCheck("/health", port, interval, Duration.ofSeconds(1), unhealthyAfter, healthyAfter, panic);
    }
}
