package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.concurrency.Overload;
import io.gatehouse.domain.quota.Permit;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.Priority;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class OutlierDetectionTest {

    private static final HostOutcome GOOD = new HostOutcome.Responded(200, 1, 1);
    private static final HostOutcome BAD = new HostOutcome.Responded(500, 1, 1);
    private static final Duration EJECT_FOR = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final List<String> heard = new ArrayList<>();
    private final Upstreams upstreams =
            new Upstreams(Map.of(), Map.of(), clock, new ManualTimer(), DefectListener.NONE);
    private final UpstreamGroup group =
            new UpstreamGroup(new VersionKey("orders", VersionNumber.parse("1")), upstreams);

    OutlierDetectionTest() {
        upstreams.listen(new UpstreamListener() {
            @Override
            public void ejectionChanged(VersionKey version, UpstreamHost host, @Nullable Ejection ejection) {
                heard.add(host.address().host() + (ejection == null ? " back" : " out: " + ejection.why()));
            }
        });
    }

    /** Each letter is a call of the host a: F failed, R reset, g good, c 404, a abandoned, x the client's failure. */
    @ParameterizedTest
    @CsvSource({
        "FFF, 'a out: 3 failures in a row, the last: status 500'",
        "FRR, 'a out: 3 failures in a row, the last: reset'",
        "FF,",
        "FFgFF,",
        "FFcFF,",
        "FaFxF, 'a out: 3 failures in a row, the last: status 500'",
        "xxxxaaaacccc,",
    })
    void ejectsAHostAfterSoManyFailuresInARow(String calls, @Nullable String told) {
        deploy(policy("50%"), 1, 1);
        for (int i = 0; i < calls.length(); i++) {
            char call = calls.charAt(i);
            end(host(0), outcome(call));
        }
        assertThat(heard).isEqualTo(told == null ? List.of() : List.of(told));
        assertThat(Groups.choose(group, 4)).isEqualTo(told == null ? "abab" : "bbbb");
    }

    @ParameterizedTest
    @CsvSource({"1, 100%, 0", "2, 100%, 1", "2, 50%, 1", "2, 49%, 0", "3, 50%, 1", "4, 50%, 2", "5, 70%, 3", "4, 0%, 0"
    })
    void neverEjectsMoreThanItsShareNorTheLast(int hosts, String atMost, int ejected) {
        int[] weights = new int[hosts];
        Arrays.fill(weights, 1);
        deploy(policy(atMost), weights);
        for (int i = 0; i < hosts; i++) {
            fail(host(i), 10);
        }
        assertThat(ejected()).hasSize(ejected);
        assertThat(Groups.counts(Groups.choose(group, 100))).hasSize(hosts - ejected);
    }

    @Test
    void drainedHostsDoNotCountAsHosts() {
        deploy(policy("50%"), 1, 1, 0, 0);
        fail(host(0), 3);
        fail(host(1), 3);
        assertThat(ejected()).containsExactly("a");
    }

    @Test
    void ejectsNobodyIfTheOthersAreUnhealthy() {
        deploy(policy("100%"), 1, 1);
        group.health(host(1), "refused");
        fail(host(0), 10);
        assertThat(ejected()).isEmpty();
        group.health(host(1), null);
        fail(host(0), 1);
        assertThat(ejected()).containsExactly("a");
        group.health(host(1), "refused");
        assertThat(Groups.choose(group, 3))
                .as("an ejected host is better than none")
                .isEqualTo("aaa");
    }

    @Test
    void takesAHostBackWhenItsTimeIsUp() {
        deploy(policy("50%"), 1, 1);
        fail(host(0), 3);
        clock.advance(EJECT_FOR.minusNanos(1));
        assertThat(Groups.choose(group, 4)).isEqualTo("bbbb");
        clock.advance(Duration.ofNanos(1));
        assertThat(Groups.counts(Groups.choose(group, 4)).keySet()).containsExactly("a", "b");
        assertThat(heard).hasSize(2).last().isEqualTo("a back");
        fail(host(0), 2);
        assertThat(ejected()).as("failures count anew").isEmpty();
    }

    @Test
    void ejectsForLongerEachTimeUpToALimit() {
        deploy(policy("50%"), 1, 1);
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            fail(host(0), 3);
            Duration length = Duration.ofNanos(host(0).ejection().lengthNanos());
            lengths.add(length.toSeconds());
            clock.advance(length);
            Groups.choose(group, 1);
            assertThat(ejected()).isEmpty();
        }
        assertThat(lengths).containsExactly(30L, 60L, 120L, 240L, 300L, 300L);
        clock.advance(Duration.ofMinutes(5));
        fail(host(0), 3);
        assertThat(host(0).ejection().lengthNanos())
                .as("begins anew once it has served as long as it was out")
                .isEqualTo(EJECT_FOR.toNanos());
    }

    @Test
    void ejectsForTheSameTimeWithoutALimit() {
        deploy(new OutlierPolicy(1, EJECT_FOR, null, Percentage.parse("50%"), null, Origin.of("test")), 1, 1);
        for (int i = 0; i < 3; i++) {
            fail(host(0), 1);
            clock.advance(EJECT_FOR);
            assertThat(Groups.choose(group, 2)).contains("a");
        }
    }

    @ParameterizedTest
    @EnumSource(value = BuiltInStrategy.class, names = "CONSISTENT_HASH", mode = Mode.EXCLUDE)
    void aHostComesBackSlowly(BuiltInStrategy strategy) {
        group.update(
                Groups.listed(1, 1),
                strategy,
                service(new OutlierPolicy(
                        1, EJECT_FOR, null, Percentage.parse("50%"), Duration.ofSeconds(10), Origin.of("test"))));
        fail(host(0), 1);
        clock.advance(EJECT_FOR);
        List<Long> shares = new ArrayList<>();
        for (int second = 0; second <= 10; second += 5) {
            shares.add(underWayAtOnce(1000).getOrDefault("a", 0L));
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(shares.get(0)).isBetween(10L, 150L);
        assertThat(shares.get(1)).isBetween(180L, 400L);
        assertThat(shares.get(2)).isBetween(420L, 580L);
        assertThat(host(0).effectiveWeight()).isEqualTo(1);
    }

    @Test
    void theOnlyHostComesBackAtOnce() {
        deploy(policy("50%", Duration.ofSeconds(10)), 1, 1);
        fail(host(0), 3);
        clock.advance(EJECT_FOR);
        group.health(host(1), "refused");
        assertThat(Groups.choose(group, 50)).isEqualTo("a".repeat(50));
    }

    @Test
    void keepsEjectionsAcrossReloads() {
        deploy(policy("50%"), 1, 1, 1, 1);
        fail(host(0), 3);
        fail(host(1), 2);
        deploy(policy("50%"), 1, 1, 1, 1);
        assertThat(ejected()).containsExactly("a");
        fail(host(1), 1);
        assertThat(ejected()).containsExactly("a", "b");
        deploy(policy("25%"), 1, 1, 1, 1);
        assertThat(ejected()).as("no more than it may be now").containsExactly("b");
        deploy(null, 1, 1, 1, 1);
        assertThat(ejected()).isEmpty();
        assertThat(heard).containsSubsequence("a back", "b back");
        fail(host(0), 100);
        assertThat(ejected()).isEmpty();
    }

    @Test
    void takesHostsBackWhenTooFewAreLeft() {
        deploy(policy("50%"), 1, 1, 1, 1);
        fail(host(0), 3);
        clock.advance(Duration.ofSeconds(1));
        fail(host(1), 3);
        deploy(policy("50%"), 1, 1);
        assertThat(ejected()).containsExactly("b");
        assertThat(Groups.choose(group, 2)).isEqualTo("aa");
    }

    /** Hosts are laid out just when somebody who waited takes one back: each has the lock that the other wants next. */
    @Test
    void whoWaitsAndHostsThatChangeDoNotStopEachOther() throws Exception {
        var concurrency = new ConcurrencyPolicy(
                new ConcurrencyPolicy.Bounds(1, 1), null, 5, Duration.ofSeconds(1), 5, Origin.of("test"));
        var layingOut = new CountDownLatch(1);
        var admitting = new CountDownLatch(1);
        var armed = new AtomicBoolean();
        BalancingStrategy strategy = (hosts, before) -> {
            if (armed.compareAndSet(true, false)) {
                layingOut.countDown();
                await(admitting);
            }
            return BuiltInStrategy.ROUND_ROBIN.among(hosts, before);
        };
        group.update(
                Groups.listed(1, 1, 1),
                strategy,
                TestServices.with(
                        new Resilience(null, policy("50%"), concurrency), TestServices.service("orders", "1")));
        ConcurrencyGate gate = Objects.requireNonNull(group.gate());
        Permit first = gate.enter(new Waiting(() -> {}));
        gate.enter(new Waiting(() -> {
            admitting.countDown();
            Groups.choose(group, 1);
        }));
        fail(host(0), 3);
        armed.set(true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> sick = threads.submit(() -> group.health(host(1), "refused"));
            await(layingOut);
            clock.advance(EJECT_FOR);
            Future<?> leaves = threads.submit(first::release);
            sick.get(60, TimeUnit.SECONDS);
            leaves.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(gate.waiting()).isZero();
        assertThat(Groups.counts(Groups.choose(group, 10)).keySet()).containsExactly("a", "c");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One who does this when it is let in. */
    private record Waiting(Runnable taking) implements ConcurrencyGate.Arrival {

        @Override
        public String tenant() {
            return "";
        }

        @Override
        public Priority priority() {
            return Priority.NORMAL;
        }

        @Override
        public boolean admit() {
            taking.run();
            return true;
        }

        @Override
        public void refuse(Overload why) {
            throw new IllegalStateException(why.toString());
        }

        @Override
        public void goOn() {}
    }

    /** Where so many calls go that are all under way at once. */
    private Map<String, Long> underWayAtOnce(int calls) {
        List<HostPermit> drawn = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            drawn.add(group.begin(TestBalancedRequest.GET, TriedHosts.NONE));
        }
        var names = new StringBuilder();
        drawn.forEach(each -> {
            names.append(each.host().address().host());
            each.end(HostOutcome.UNUSED);
        });
        return Groups.counts(names.toString());
    }

    private void deploy(@Nullable OutlierPolicy policy, int... weights) {
        ServiceVersion listed = Groups.listed(weights);
        group.update(listed, BuiltInStrategy.ROUND_ROBIN, service(policy));
    }

    private static Service service(@Nullable OutlierPolicy policy) {
        return TestServices.with(new Resilience(null, policy, null), TestServices.service("orders", "1"));
    }

    private static OutlierPolicy policy(String atMost) {
        return policy(atMost, null);
    }

    private static OutlierPolicy policy(String atMost, @Nullable Duration slowStart) {
        return new OutlierPolicy(
                3, EJECT_FOR, Duration.ofMinutes(5), Percentage.parse(atMost), slowStart, Origin.of("test"));
    }

    private UpstreamHost host(int index) {
        return group.hosts().get(index);
    }

    private List<String> ejected() {
        return group.hosts().stream()
                .filter(host -> host.ejection() != null)
                .map(host -> host.address().host())
                .toList();
    }

    private void fail(UpstreamHost host, int times) {
        Collections.nCopies(times, BAD).forEach(outcome -> end(host, outcome));
    }

    /** A call of this host ends, whether it would be chosen or not. */
    private void end(UpstreamHost host, HostOutcome outcome) {
        host.tryBegin();
        new HostPermit(host, group, null, null).end(outcome);
    }

    private static HostOutcome outcome(char call) {
        return switch (call) {
            case 'F' -> BAD;
            case 'R' -> new HostOutcome.Failed(HostFailure.RESET, true, 1);
            case 'g' -> GOOD;
            case 'c' -> new HostOutcome.Responded(404, 1, 1);
            case 'a' -> new HostOutcome.Abandoned(Fault.CLIENT, true, 1);
            case 'x' -> new HostOutcome.Failed(HostFailure.CLIENT, true, 1);
            default -> throw new IllegalArgumentException("no call: " + call);
        };
    }
}
