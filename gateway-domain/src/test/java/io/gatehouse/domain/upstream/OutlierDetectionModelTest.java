package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ejections, returns and slow starts against hosts that are plain rows of a list, and every question is asked of all of them. */
class OutlierDetectionModelTest {

    private static final int STEPS = 100_000;

    private final ManualClock clock = new ManualClock();
    private final Map<String, Boolean> reported = new TreeMap<>();
    private final Upstreams upstreams =
            new Upstreams(Map.of(), Map.of(), clock, new ManualTimer(), DefectListener.NONE);
    private final UpstreamGroup group =
            new UpstreamGroup(new VersionKey("orders", VersionNumber.parse("1")), upstreams);
    private final PlainHosts plain = new PlainHosts();

    OutlierDetectionModelTest() {
        upstreams.listen(new UpstreamListener() {
            @Override
            public void ejectionChanged(VersionKey version, UpstreamHost host, @Nullable Ejection ejection) {
                Boolean before = reported.put(host.address().host(), ejection != null);
                assertThat(Objects.requireNonNullElse(before, false))
                        .as("each report is a change")
                        .isNotEqualTo(ejection != null);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesWhatThePlainOneDoes(long seed) {
        var random = new Random(seed);
        deploy(random);
        List<Call> underWay = new ArrayList<>();
        int[] seenOut = new int[7];
        int lastResorts = 0;
        for (int step = 0; step < STEPS; step++) {
            String at = "seed " + seed + ", step " + step;
            int what = random.nextInt(1000);
            if (what < 450) {
                HostPermit permit = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
                plain.comesTo(clock.nanoTime());
                List<String> usable = plain.usable();
                assertThat(permit == null).as(at).isEqualTo(usable.isEmpty());
                if (permit != null) {
                    String name = permit.host().address().host();
                    assertThat(usable).as(at).contains(name);
                    lastResorts += permit.host().ejection() == null ? 0 : 1;
                    underWay.add(new Call(permit, plain.hosts.get(name)));
                }
            } else if (what < 900 && !underWay.isEmpty()) {
                Call call = underWay.remove(random.nextInt(underWay.size()));
                HostOutcome outcome =
                        outcome(random, (call.permit.host().address().host().charAt(0) + step / 2000) % 3);
                call.permit.end(outcome);
                plain.ended(call.plain, outcome, clock.nanoTime());
            } else if (what < 985) {
                clock.advance(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 40_000 : 1500)));
            } else if (what < 997 && !group.hosts().isEmpty()) {
                UpstreamHost host =
                        group.hosts().get(random.nextInt(group.hosts().size()));
                String sick = random.nextInt(3) == 0 ? "refused" : null;
                group.health(host, sick);
                plain.health(host.address().host(), sick == null, clock.nanoTime());
            } else if (what >= 997) {
                deploy(random);
            }
            seenOut[compare(at)]++;
        }
        underWay.forEach(call -> call.permit.end(HostOutcome.UNUSED));
        assertThat(seenOut[0]).as("steps with no host out").isGreaterThan(STEPS / 50);
        assertThat(seenOut[1]).as("steps with one host out").isGreaterThan(STEPS / 50);
        assertThat(seenOut[2] + seenOut[3]).as("steps with more").isGreaterThan(STEPS / 50);
        assertThat(lastResorts).as("calls of hosts that are ejected").isPositive();
    }

    /** The same hosts are out, until the same moment, in the same turn, and the others weigh the same; returns how many are out. */
    private int compare(String at) {
        int out = 0;
        for (UpstreamHost host : group.hosts()) {
            PlainHost other = plain.hosts.get(host.address().host());
            Ejection ejection = host.ejection();
            assertThat(ejection != null).as(at).isEqualTo(other.out);
            assertThat(reported.getOrDefault(host.address().host(), false))
                    .as(at)
                    .isEqualTo(other.out);
            if (ejection != null) {
                out++;
                assertThat(ejection.untilNanos()).as(at).isEqualTo(other.until);
                assertThat(ejection.inARow()).as(at).isEqualTo(other.turn);
            }
            assertThat(host.effectiveWeight()).as(at).isCloseTo(other.weightAt(clock.nanoTime()), Offset.offset(1e-9));
        }
        return out;
    }

    private record Call(HostPermit permit, PlainHost plain) {}

    private void deploy(Random random) {
        List<Host> listed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            if (random.nextInt(5) > 0) {
                listed.add(new Host(Groups.address(i), random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3)));
            }
        }
        OutlierPolicy policy = random.nextInt(12) == 0 ? null : policy(random);
        Service service = TestServices.with(new Resilience(null, policy, null), TestServices.service("orders", "1"));
        var before = new TreeMap<>(plain.hosts);
        group.update(Groups.version(listed), BuiltInStrategy.ROUND_ROBIN, service);
        plain.policy(policy, clock.nanoTime());
        plain.deploy(listed, clock.nanoTime());
        before.keySet().removeAll(plain.hosts.keySet());
        reported.keySet().removeAll(before.keySet());
    }

    private static OutlierPolicy policy(Random random) {
        return new OutlierPolicy(
                1 + random.nextInt(5),
                Duration.ofSeconds(1 + random.nextInt(20)),
                random.nextInt(4) == 0 ? null : Duration.ofSeconds(random.nextInt(120)),
                Percentage.parse(List.of("0%", "34%", "50%", "75%", "100%").get(random.nextInt(5))),
                random.nextInt(3) == 0 ? null : Duration.ofSeconds(1 + random.nextInt(10)),
                Origin.of("test"));
    }

    private static HostOutcome outcome(Random random, int mood) {
        int what = random.nextInt(100);
        if (what < 10) {
            return new HostOutcome.Abandoned(Fault.CLIENT, true, 1);
        }
        if (what < 20) {
            return new HostOutcome.Failed(HostFailure.CLIENT, true, 1);
        }
        if (random.nextInt(100) < new int[] {3, 30, 80}[mood]) {
            return random.nextBoolean()
                    ? new HostOutcome.Responded(500 + random.nextInt(5), 1, 1)
                    : new HostOutcome.Failed(HostFailure.RESET, true, 1);
        }
        return new HostOutcome.Responded(random.nextBoolean() ? 200 : 404, 1, 1);
    }

    private static final class PlainHost {
        private final String name;
        private int weight;
        private boolean healthy = true;
        private int inARow;
        private boolean out;
        private long until;
        private long length;
        private int turn;
        private long back;
        private @Nullable Duration slowly;
        private long slowlySince;

        PlainHost(String name) {
            this.name = name;
        }

        double weightAt(long now) {
            return slowly == null
                    ? weight
                    : weight * Math.min(1, Math.max(0.1, (now - slowlySince) / (double) slowly.toNanos()));
        }
    }

    /** Knows no concurrency and remembers nothing that it can count. */
    private static final class PlainHosts {
        private Map<String, PlainHost> hosts = new LinkedHashMap<>();
        private @Nullable OutlierPolicy policy;

        void policy(@Nullable OutlierPolicy next, long now) {
            policy = next;
            changed(now);
        }

        void deploy(List<Host> listed, long now) {
            var next = new LinkedHashMap<String, PlainHost>();
            boolean same = true;
            for (Host host : listed) {
                String name = host.address().host();
                PlainHost one = hosts.getOrDefault(name, new PlainHost(name));
                same &= one.weight == host.weight();
                one.weight = host.weight();
                next.put(name, one);
            }
            same &= List.copyOf(next.keySet()).equals(List.copyOf(hosts.keySet()));
            hosts = next;
            if (!same) {
                changed(now);
            }
        }

        void health(String name, boolean healthy, long now) {
            PlainHost host = hosts.get(name);
            if (healthy && !host.healthy) {
                host.slowly = null;
            }
            host.healthy = healthy;
            changed(now);
        }

        /** A call comes: whoever's time is up is taken back first. */
        void comesTo(long now) {
            if (hosts.values().stream().anyMatch(host -> host.out && host.until <= now)) {
                changed(now);
            }
        }

        List<String> usable() {
            List<PlainHost> healthy = hosts.values().stream()
                    .filter(host -> host.weight > 0 && host.healthy)
                    .toList();
            List<PlainHost> in = healthy.stream().filter(host -> !host.out).toList();
            return (in.isEmpty() ? healthy : in).stream().map(host -> host.name).toList();
        }

        void ended(PlainHost host, HostOutcome outcome, long now) {
            boolean failed = (outcome instanceof HostOutcome.Responded response && response.status() >= 500)
                    || (outcome instanceof HostOutcome.Failed failure && failure.failure() == HostFailure.RESET);
            if (policy == null || (!failed && !(outcome instanceof HostOutcome.Responded))) {
                return;
            }
            host.inARow = failed ? host.inARow + 1 : 0;
            if (failed && host.inARow >= policy.consecutiveFailures() && mayLeave(host)) {
                host.turn = host.length > 0 && now - host.back < host.length ? host.turn + 1 : 1;
                host.length = length(policy, host.turn);
                host.out = true;
                host.until = now + host.length;
                changed(now);
            }
        }

        private boolean mayLeave(PlainHost host) {
            boolean serves = hosts.get(host.name) == host && host.weight > 0 && host.healthy && !host.out;
            long serving = hosts.values().stream()
                    .filter(one -> one.weight > 0 && one.healthy && !one.out)
                    .count();
            return serves && serving > 1 && out() < most();
        }

        private long out() {
            return hosts.values().stream().filter(host -> host.out).count();
        }

        private long most() {
            long meant = hosts.values().stream().filter(host -> host.weight > 0).count();
            return policy == null ? 0 : (long) (policy.atMost().share() * meant + 1e-9);
        }

        private static long length(OutlierPolicy policy, int turn) {
            long length = policy.ejectFor().toNanos();
            Duration longest = policy.atLongest();
            long most = longest == null ? length : Math.max(length, longest.toNanos());
            for (int n = 1; n < turn; n++) {
                length = Math.min(2 * length, most);
            }
            return length;
        }

        /** Those whose time is up come back, and the first of the others while too many are out. */
        private void changed(long now) {
            while (true) {
                PlainHost next = hosts.values().stream()
                        .filter(host -> host.out)
                        .min(Comparator.comparingLong(host -> host.until))
                        .orElse(null);
                if (next == null || (next.until > now && out() <= most())) {
                    return;
                }
                next.out = false;
                next.back = now;
                next.inARow = 0;
                next.slowly = policy == null ? null : policy.slowStart();
                next.slowlySince = now;
            }
        }
    }
}
