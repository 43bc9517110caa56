package io.gatehouse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeDnsServer;
import io.gatehouse.discovery.fixture.FakeDnsServer.Conduct;
import io.gatehouse.discovery.fixture.HeardReports;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names, records and times to live; time passes when the test says so. */
@Execution(ExecutionMode.CONCURRENT)
class DnsDiscoveryTest {

    private static final VersionKey VERSION = new VersionKey("orders", VersionNumber.parse("1"));

    private final FakeDnsServer server;
    private final ManualTimer timer = new ManualTimer();
    private final LinkedBlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private final HeardReports reports = new HeardReports();
    private HostDiscovery discovery;

    DnsDiscoveryTest() throws IOException {
        server = new FakeDnsServer();
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        server.close();
    }

    private void watch(AddressFamily family, Record question, FakeDnsServer... servers) {
        watch(Duration.ofSeconds(20), timer, family, question, servers);
    }

    private void watch(Duration timeout, Timer by, AddressFamily family, Record question, FakeDnsServer... servers) {
        var settings = new DnsSettings(
                DnsDiscoveryContract.settings(family, servers).servers(),
                family,
                timeout,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
        discovery = DnsModule.discovery(settings, (delay, task) -> {
            var cancellation = by.after(delay, task);
            pauses.add(delay);
            return cancellation;
        });
        discovery.watch(VERSION, new HostSource.Discovered("dns", question, Origin.of("test")), reports);
    }

    private Duration pause() throws InterruptedException {
        Duration pause = pauses.poll(30, TimeUnit.SECONDS);
        assertThat(pause).as("a pause in time").isNotNull();
        return pause;
    }

    private static Record orders() {
        return new DnsHosts("orders.test", 9000, false, false);
    }

    @Test
    void bothFamiliesWithOnePort() throws Exception {
        server.set(
                "orders.test",
                Zone.address("orders.test", 30, "10.0.0.1"),
                Zone.address("orders.test", 20, "2001:db8::1"));
        watch(AddressFamily.ANY, new DnsHosts("orders.test", 9000, true, false), server);
        assertThat(reports.next()).isEqualTo("https://10.0.0.1:9000*1 https://2001:db8::1:9000*1");
        assertThat(pause()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void timesToLiveHaveAFloorAndACeiling() throws Exception {
        server.set("orders.test", Zone.address("orders.test", 0, "10.0.0.1"));
        watch(AddressFamily.IPV4, orders(), server);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(1));
        server.set("orders.test", Zone.address("orders.test", 86_400, "10.0.0.2"));
        timer.advance(Duration.ofSeconds(1));
        assertThat(pause()).isEqualTo(Duration.ofMinutes(1));
        reports.await("10.0.0.2:9000*1");
    }

    @Test
    void aliasesAreFollowedAndShortenTheTime() throws Exception {
        server.set("orders.test", Zone.alias("orders.test", 5, "blue.test"));
        server.set("blue.test", Zone.address("blue.test", 50, "10.0.0.1"));
        watch(AddressFamily.IPV4, orders(), server);
        assertThat(reports.next()).isEqualTo("10.0.0.1:9000*1");
    }

    @Test
    void aCircleOfAliasesIsNoHost() throws Exception {
        server.set("orders.test", Zone.alias("orders.test", 5, "blue.test"));
        server.set("blue.test", Zone.alias("blue.test", 5, "orders.test"));
        watch(AddressFamily.IPV4, orders(), server);
        assertThat(pause()).isEqualTo(Duration.ofMillis(300));
        timer.advance(Duration.ofMillis(300));
        assertThat(reports.next()).isEmpty();
    }

    @Test
    void servicesHaveTheirPrioritiesAndWithinOneTheirWeights() throws Exception {
        server.set("a.test", Zone.address("a.test", 30, "10.0.0.1"));
        server.set("b.test", Zone.address("b.test", 30, "10.0.0.2"));
        server.set("c.test", Zone.address("c.test", 30, "10.0.0.3"));
        server.set(
                "_http._tcp.orders.test",
                Zone.service("_http._tcp.orders.test", 30, 10, 600, 81, "a.test"),
                Zone.service("_http._tcp.orders.test", 30, 10, 300, 82, "b.test"),
                Zone.service("_http._tcp.orders.test", 30, 20, 1, 83, "c.test"));
        watch(AddressFamily.IPV4, new SrvHosts("_http._tcp.orders.test", false, false), server);
        assertThat(reports.next()).isEqualTo("10.0.0.1:81*100/10 10.0.0.2:82*50/10 10.0.0.3:83*1/20");

        server.set("a.test");
        server.set("b.test");
        timer.advance(pause());
        assertThat(reports.next()).isEqualTo("10.0.0.3:83*1/20");
    }

    @Test
    void ofOneHostInTwoPrioritiesThePreferredCounts() throws Exception {
        server.set("a.test", Zone.address("a.test", 30, "10.0.0.1"));
        server.set(
                "_http._tcp.orders.test",
                Zone.service("_http._tcp.orders.test", 30, 20, 0, 81, "a.test"),
                Zone.service("_http._tcp.orders.test", 30, 10, 0, 81, "a.test"));
        watch(AddressFamily.IPV4, new SrvHosts("_http._tcp.orders.test", true, true), server);
        assertThat(reports.next()).startsWith("h2://10.0.0.1:81*1/10");
    }

    @Test
    void whatIsSaidUnaskedSavesQuestions() throws Exception {
        server.set("_http._tcp.orders.test", Zone.service("_http._tcp.orders.test", 30, 0, 0, 81, "a.test"));
        server.additional(asked -> List.of(Zone.address("a.test", 7, "10.0.0.1")));
        watch(AddressFamily.ANY, new SrvHosts("_http._tcp.orders.test", false, false), server);
        assertThat(reports.next()).isEqualTo("10.0.0.1:81*1");
        assertThat(pause()).isEqualTo(Duration.ofSeconds(7));
        assertThat(server.overUdp()).isEqualTo(1);
    }

    @Test
    void aServiceThatIsDecidedlyNotThereHasNoHosts() throws Exception {
        server.set("_http._tcp.orders.test", Zone.service("_http._tcp.orders.test", 30, 0, 0, 0, "."));
        watch(AddressFamily.ANY, new SrvHosts("_http._tcp.orders.test", false, false), server);
        timer.advance(pause());
        assertThat(reports.next()).isEmpty();
        assertThat(pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anAnswerThatIsCutShortIsAskedForOverTcp() throws Exception {
        server.set("orders.test", Zone.address("orders.test", 30, "10.0.0.1"));
        server.conduct(Conduct.CUTS_SHORT);
        watch(AddressFamily.IPV4, orders(), server);
        assertThat(reports.next()).isEqualTo("10.0.0.1:9000*1");
        assertThat(server.overTcp()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Conduct.class,
            names = {"FAILS", "SAYS_NOTHING", "BABBLES"})
    void theNextServerIsAskedWhereOneIsOfNoUse(Conduct conduct) throws Exception {
        try (var second = new FakeDnsServer();
                var passing = new DaemonTimer()) {
            server.conduct(conduct);
            second.set("orders.test", Zone.address("orders.test", 30, "10.0.0.1"));
            watch(Duration.ofMillis(300), passing, AddressFamily.IPV4, orders(), server, second);
            assertThat(reports.next()).isEqualTo("10.0.0.1:9000*1");
        }
    }

    @Test
    void oneFamilyAloneIsNotTakenForAll() throws Exception {
        server.set(
                "orders.test",
                Zone.address("orders.test", 30, "10.0.0.1"),
                Zone.address("orders.test", 30, "2001:db8::1"));
        watch(AddressFamily.ANY, orders(), server);
        assertThat(reports.next()).isEqualTo("10.0.0.1:9000*1 2001:db8::1:9000*1");
        server.conduct(Conduct.FAILS);
        timer.advance(pause());
        assertThat(reports.next())
                .startsWith("failed: DNS of orders.test: 127.0.0.1:")
                .endsWith("SERVFAIL");
        assertThat(pause()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        server.conduct(Conduct.ANSWERS);
        timer.advance(Duration.ofSeconds(1));
        assertThat(reports.next()).isEqualTo("10.0.0.1:9000*1 2001:db8::1:9000*1");
    }

    @Test
    void thatThereIsNoHostIsBelievedTheSecondTime() throws Exception {
        server.set("orders.test", Zone.address("orders.test", 30, "10.0.0.1"));
        watch(AddressFamily.IPV4, orders(), server);
        assertThat(reports.next()).isEqualTo("10.0.0.1:9000*1");
        server.set("orders.test");
        timer.advance(pause());
        assertThat(pause()).isEqualTo(Duration.ofMillis(300));
        server.set("orders.test", Zone.address("orders.test", 30, "10.0.0.1"));
        timer.advance(Duration.ofMillis(300));
        assertThat(pause()).isEqualTo(Duration.ofSeconds(30));

        server.set("orders.test");
        timer.advance(Duration.ofSeconds(30));
        timer.advance(pause());
        assertThat(reports.next()).isEmpty();
    }
}
