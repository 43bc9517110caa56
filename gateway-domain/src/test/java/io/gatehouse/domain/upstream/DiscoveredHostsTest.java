package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.health.HealthMonitor;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.health.ScriptedProbe;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hosts of a version change at any time, without a reload; those that stay keep their state. */
class DiscoveredHostsTest {

    private static final VersionKey KEY = new VersionKey("orders", VersionNumber.parse("1"));
    private static final HealthCheck CHECK =
            new HealthCheck("/health", null, Duration.ofSeconds(5), Duration.ofSeconds(1), 1, 1, false);

    private final FakeDiscovery discovery = new FakeDiscovery();
    private final List<String> heard = new ArrayList<>();
    private final List<String> defects = new ArrayList<>();
    private final Upstreams upstreams = new Upstreams(
            Map.of(),
            Map.of("fake", discovery),
            new ManualClock(),
            new ManualTimer(),
            (culprit, defect) -> defects.add(String.valueOf(defect.getMessage())));

    DiscoveredHostsTest() {
        upstreams.listen(new UpstreamListener() {
            @Override
            public void hostsChanged(UpstreamGroup group) {
                heard.add(group.key() + " " + names(group));
            }

            @Override
            public void discoveryFailed(VersionKey version, String reason) {
                heard.add(version + " failed: " + reason);
            }
        });
    }

    @Test
    void joinAndLeaveWithoutAReload() {
        discovery.register("orders-v1", hosts("a"));
        deploy(FakeDiscovery.source("orders-v1"));
        assertThat(names(group())).isEqualTo("a");
        discovery.register("orders-v1", hosts("a", "b"));
        assertThat(Groups.counts(Groups.choose(group(), 4))).containsOnlyKeys("a", "b");
        discovery.register("orders-v1", hosts("b"));
        assertThat(Groups.choose(group(), 3)).isEqualTo("bbb");
        discovery.register("orders-v1", List.of());
        assertThat(Groups.choose(group(), 1)).isEqualTo("-");
        assertThat(heard).containsExactly("orders:1 a", "orders:1 a b", "orders:1 b", "orders:1 ");
    }

    @Test
    void joinWhenTheyAreKnownAndNotBefore() {
        deploy(FakeDiscovery.source("orders-v1"));
        assertThat(upstreams.begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE))
                .isNull();
        discovery.register("orders-v1", hosts("a"));
        assertThat(upstreams.begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE))
                .isNotNull();
        assertThat(upstreams.addresses()).containsExactly(new HostAddress(false, "a", 8080));
    }

    @Test
    void keepTheirStateAsLongAsTheyStay() {
        discovery.register("orders-v1", hosts("a", "b"));
        deploy(FakeDiscovery.source("orders-v1"));
        UpstreamHost a = group().hosts().get(0);
        HostPermit underWay = group().begin(TestBalancedRequest.GET, TriedHosts.NONE);
        group().health(group().hosts().get(1), "refused");
        discovery.register("orders-v1", hosts("c", "b", "a"));
        assertThat(group().hosts()).contains(a);
        assertThat(group().hosts().get(1).unhealthyReason()).isEqualTo("refused");
        assertThat(underWay.host().inFlight()).isEqualTo(1);

        discovery.register("orders-v1", hosts("c"));
        underWay.end(HostOutcome.UNUSED);
        assertThat(underWay.host().inFlight()).isZero();
    }

    @Test
    void stayWhenNobodyCanFindThemOut() {
        discovery.register("orders-v1", hosts("a"));
        deploy(FakeDiscovery.source("orders-v1"));
        discovery.fails(true);
        assertThat(Groups.choose(group(), 2)).isEqualTo("aa");
        assertThat(group().discoveryFailure()).isEqualTo("out of order");
        assertThat(heard).last().isEqualTo("orders:1 failed: out of order");
        discovery.fails(false);
        assertThat(group().discoveryFailure()).isNull();
    }

    @Test
    void areWatchedOnAcrossReloadsThatAskTheSame() {
        discovery.register("orders-v1", hosts("a"));
        deploy(FakeDiscovery.source("orders-v1"));
        deploy(FakeDiscovery.source("orders-v1"));
        assertThat(discovery.begun()).isEqualTo(1);

        discovery.register("orders-v2", hosts("b"));
        deploy(FakeDiscovery.source("orders-v2"));
        assertThat(names(group())).isEqualTo("b");
        assertThat(discovery.open()).isEqualTo(1);

        deploy(new HostSource.Listed(hosts("c")));
        assertThat(names(group())).isEqualTo("c");
        assertThat(discovery.open()).isZero();
    }

    @Test
    void stayUntilANewSourceHasFoundOthers() {
        deploy(new HostSource.Listed(hosts("a")));
        discovery.fails(true);
        deploy(FakeDiscovery.source("orders-v1"));
        assertThat(Groups.choose(group(), 2)).isEqualTo("aa");
    }

    @Test
    void areWatchedNoMoreOnceTheirVersionIsGone() {
        deploy(FakeDiscovery.source("orders-v1"));
        assertThat(discovery.open()).isEqualTo(1);
        upstreams.retain(new Services(List.of(), List.of()));
        assertThat(discovery.open()).isZero();

        deploy(FakeDiscovery.source("orders-v1"));
        upstreams.close();
        assertThat(discovery.open()).isZero();
    }

    @Test
    void ofAWatchThatHasEndedAreIgnored() {
        var receivers = new ArrayList<HostDiscovery.Receiver>();
        var late = watching((version, source, receiver) -> {
            receivers.add(receiver);
            return () -> {};
        });
        late.update(services(FakeDiscovery.source("one"), null));
        late.update(services(FakeDiscovery.source("two"), null));
        receivers.get(1).hosts(hosts("b"));
        receivers.get(0).hosts(hosts("a"));
        receivers.get(0).failed("late");
        assertThat(names(late.group(KEY))).isEqualTo("b");
        assertThat(late.group(KEY).discoveryFailure()).isNull();
    }

    @Test
    void mayBeReportedByAnotherThreadBeforeWatchReturns() {
        var other = watching((version, source, receiver) -> {
            var thread = new Thread(() -> receiver.hosts(hosts("a")), "reporter");
            thread.start();
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return () -> {};
        });
        other.update(services(FakeDiscovery.source("one"), null));
        assertThat(names(other.group(KEY))).isEqualTo("a");
    }

    @Test
    void areBounded() {
        deploy(FakeDiscovery.source("orders-v1"));
        discovery.register(
                "orders-v1",
                hosts(IntStream.range(0, 1_200).mapToObj(n -> "h" + n).toArray(String[]::new)));
        assertThat(group().hosts()).hasSize(HostDiscovery.Receiver.MOST_HOSTS);
        assertThat(group().discoveryFailure()).contains("1200 hosts").contains("first 1000");
    }

    @Test
    void countOnceAndOnlyWithAWeightThatCanBe() {
        discovery.register("orders-v1", hosts("a", "a", "b"));
        deploy(FakeDiscovery.source("orders-v1"));
        assertThat(names(group())).isEqualTo("a b");
        discovery.register("orders-v1", List.of(new Host(new HostAddress(false, "c", 8080), 101)));
        assertThat(names(group())).isEqualTo("a b");
        assertThat(group().discoveryFailure()).contains("weight");
    }

    @Test
    void needADiscoveryOfThatName() {
        deploy(new HostSource.Discovered("consul", new FakeDiscovery.Named("x"), TestServices.ORIGIN));
        assertThat(group().discoveryFailure()).isEqualTo("there is no discovery named consul here");
        assertThat(heard).containsExactly("orders:1 failed: there is no discovery named consul here");
    }

    @Test
    void areNotAskedForOnceAllWatchingHasEnded() {
        upstreams.close();
        deploy(FakeDiscovery.source("orders-v1"));
        assertThat(discovery.begun()).isZero();
        assertThat(group().hosts()).isEmpty();
        deploy(new HostSource.Listed(hosts("a")));
        assertThat(names(group())).isEqualTo("a");
    }

    @Test
    void areKeptWhenADiscoveryThrows() {
        var broken = watching((version, source, receiver) -> {
            throw new IllegalStateException("defect");
        });
        broken.update(services(new HostSource.Listed(hosts("a")), null));
        broken.update(services(FakeDiscovery.source("one"), null));
        assertThat(names(broken.group(KEY))).isEqualTo("a");
        assertThat(broken.group(KEY).discoveryFailure()).isEqualTo("the discovery fake failed");
        assertThat(defects).containsExactly("defect");
    }

    @Test
    void areKeptWhenAClassOfADiscoveryIsMissing() {
        var broken = watching((version, source, receiver) -> {
            throw new NoClassDefFoundError("a/b");
        });
        broken.update(services(new HostSource.Listed(hosts("a")), null));
        broken.update(services(FakeDiscovery.source("one"), null));
        assertThat(names(broken.group(KEY))).isEqualTo("a");
        assertThat(broken.group(KEY).discoveryFailure()).isEqualTo("the discovery fake failed");
    }

    @Test
    void areThoseOfTheNextWatchWhenTheLastOneCannotBeEnded() {
        var broken = watching((version, source, receiver) -> {
            receiver.hosts(hosts(((FakeDiscovery.Named) source.parameters()).fake()));
            return () -> {
                throw new IllegalStateException("close");
            };
        });
        broken.update(services(FakeDiscovery.source("one"), null));
        broken.update(services(FakeDiscovery.source("two"), null));
        assertThat(names(broken.group(KEY))).isEqualTo("two");
        broken.close();
        assertThat(defects).containsExactly("close", "close");
    }

    @Test
    void areKeptWhenAnAddressIsNone() {
        discovery.register("orders-v1", hosts("a"));
        deploy(FakeDiscovery.source("orders-v1"));
        for (HostAddress none : List.of(
                new HostAddress(false, "a", 0),
                new HostAddress(false, "a", 65536),
                new HostAddress(false, "a@b", 80),
                new HostAddress(false, "foo/bar", 80),
                new HostAddress(false, "[::1]", 80),
                new HostAddress(false, "", 80))) {
            discovery.register("orders-v1", List.of(new Host(none, 1)));
            assertThat(names(group())).isEqualTo("a");
            assertThat(group().discoveryFailure()).contains("is no host with a port");
        }
    }

    @Test
    void areProbedFromWhenTheyComeUntilTheyGo() {
        var timer = new ManualTimer();
        var probe = new ScriptedProbe(timer);
        var monitor = new HealthMonitor(upstreams, probe, timer, (version, host, reason) -> {}, (who, defect) -> {});
        discovery.register("orders-v1", hosts("a"));
        Services services = services(FakeDiscovery.source("orders-v1"), CHECK);
        upstreams.update(services);
        monitor.update(services);
        discovery.register("orders-v1", hosts("a", "b"));
        assertThat(probe.probed().stream().map(ProbeTarget::address).map(HostAddress::host))
                .containsExactly("a", "b");

        HostAddress b = new HostAddress(false, "b", 8080);
        probe.sicken(b, "status 500");
        timer.advance(Duration.ofSeconds(6));
        assertThat(group().hosts().get(1).unhealthyReason()).isEqualTo("status 500");

        discovery.register("orders-v1", hosts("a"));
        long before = probe.probes(b);
        timer.advance(Duration.ofSeconds(20));
        assertThat(probe.probes(b)).isEqualTo(before);
        monitor.close();
    }

    /** What a discovery does when it is asked. */
    private interface Watching {
        HostDiscovery.Watch watch(VersionKey version, HostSource.Discovered source, HostDiscovery.Receiver receiver);
    }

    private Upstreams watching(Watching how) {
        HostDiscovery own = how::watch;
        return new Upstreams(
                Map.of(),
                Map.of("fake", own),
                new ManualClock(),
                new ManualTimer(),
                (culprit, defect) -> defects.add(String.valueOf(defect.getMessage())));
    }

    private void deploy(HostSource source) {
        upstreams.update(services(source, null));
    }

    private static Services services(HostSource source, @Nullable HealthCheck check) {
        var version = new ServiceVersion(KEY, source, Requirements.NOTHING, TestServices.ORIGIN);
        return new Services(
                List.of(TestServices.service("orders", TestServices.FORWARDING, Set.of(), check, version)), List.of());
    }

    private UpstreamGroup group() {
        return upstreams.group(KEY);
    }

    private static List<Host> hosts(String... names) {
        return HostDiscoveryContract.hosts(names);
    }

    private static String names(UpstreamGroup group) {
        return String.join(
                " ", group.hosts().stream().map(host -> host.address().host()).toList());
    }
}
