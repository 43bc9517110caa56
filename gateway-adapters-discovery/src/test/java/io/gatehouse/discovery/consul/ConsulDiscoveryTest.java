package io.gatehouse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeConsul;
import io.gatehouse.discovery.fixture.FakeConsul.Instance;
import io.gatehouse.discovery.fixture.Fault;
import io.gatehouse.discovery.fixture.HeardReports;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class ConsulDiscoveryTest {

    private final DaemonTimer timer = new DaemonTimer();
    private final FakeConsul consul = new FakeConsul();
    private final HeardReports reports = new HeardReports();
    private @Nullable HostDiscovery discovery;

    ConsulDiscoveryTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        consul.close();
        timer.close();
        consul.verify();
    }

    private HostDiscovery.Watch watch(@Nullable String token, ConsulHosts question) {
        discovery = ConsulModule.discovery(
                new ConsulSettings(consul.uri(), token == null ? null : Secret.parse(token), null),
                new SystemClock(),
                timer);
        return discovery.watch(
                new VersionKey("orders", VersionNumber.parse("1")),
                new HostSource.Discovered("consul", question, Origin.of("test")),
                reports);
    }

    private static ConsulHosts orders() {
        return new ConsulHosts("orders", null, null, false, null);
    }

    @Test
    void instancesHaveTheirTagsAddressesAndWeights() throws Exception {
        consul.register(
                "orders",
                List.of(
                        new Instance("10.0.0.1", "10.9.9.9", 80, 200, List.of("v2")),
                        new Instance("", "10.0.0.2", 81, 100, List.of("v1", "v2")),
                        new Instance("10.0.0.3", "10.9.9.9", 82, 1, List.of("v1")),
                        new Instance("Node.Test", "10.9.9.9", 83, 20, List.of("v2"))));
        watch(null, new ConsulHosts("orders", "v2", null, true, null));
        assertThat(reports.next()).isEqualTo("https://10.0.0.1:80*100 https://10.0.0.2:81*50 https://node.test:83*10");
    }

    @Test
    void instancesSayWhatTheySpeak() throws Exception {
        consul.register(
                "orders",
                List.of(
                        new Instance("10.0.0.1", "", 80, 1, List.of(), "grpc"),
                        new Instance("10.0.0.2", "", 80, 1, List.of(), "http"),
                        Instance.of("10.0.0.3", 80)));
        watch(null, orders());
        assertThat(reports.next()).isEqualTo("h2c://10.0.0.1:80*1 10.0.0.2:80*1 10.0.0.3:80*1");
    }

    @Test
    void aTokenIsSentAndNeverSaid() throws Exception {
        consul.requireToken("hush");
        consul.register("orders", List.of(Instance.of("10.0.0.1", 80)));
        watch("wrong-hush", orders());
        assertThat(reports.next()).isEqualTo("failed: Consul, service orders: status 403: Permission denied");
        consul.requireToken("wrong-hush");
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
    }

    @Test
    void anIndexThatGoesBackIsForgotten() throws Exception {
        consul.register("stock", List.of());
        consul.register("orders", List.of(Instance.of("10.0.0.1", 80)));
        watch(null, orders());
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        consul.startAnew();
        consul.register("orders", List.of(Instance.of("10.0.0.2", 80)));
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
        consul.register("orders", List.of(Instance.of("10.0.0.3", 80)));
        assertThat(reports.next()).isEqualTo("10.0.0.3:80*1");
    }

    @Test
    void whereThereIsNoIndexItIsAskedAllTheSame() throws Exception {
        consul.indexed(false);
        consul.register("orders", List.of(Instance.of("10.0.0.1", 80)));
        watch(null, orders());
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        consul.register("orders", List.of(Instance.of("10.0.0.2", 80)));
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SILENT"})
    void hostsOutliveFaults(Fault fault) throws Exception {
        consul.register("orders", List.of(Instance.of("10.0.0.1", 80)));
        watch(null, orders());
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        consul.fault(fault);
        assertThat(reports.next()).startsWith("failed: Consul, service orders: ");
        consul.fault(Fault.NONE);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
    }

    @Test
    void anInstanceWithoutAPortIsLeftOut() throws Exception {
        consul.register("orders", List.of(Instance.of("10.0.0.1", 80), Instance.of("10.0.0.2", 0)));
        watch(null, orders());
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        assertThat(reports.next()).isEqualTo("failed: 1 of 2 hosts have no address and port");
        consul.register("orders", List.of(Instance.of("10.0.0.2", 0)));
        assertThat(reports.next()).isEqualTo("failed: none of 1 hosts has an address and a port");
    }

    @Test
    void aQuestionThatNobodyAsksAnyMoreIsNotAsked() throws Exception {
        consul.register("orders", List.of(Instance.of("10.0.0.1", 80)));
        HostDiscovery.Watch watch = watch(null, orders());
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        watch.close();
        consul.register("orders", List.of(Instance.of("10.0.0.2", 80)));
        var later = new HeardReports();
        discovery.watch(
                new VersionKey("orders", VersionNumber.parse("2")),
                new HostSource.Discovered("consul", orders(), Origin.of("test")),
                later);
        assertThat(later.next()).isEqualTo("10.0.0.2:80*1");
        assertThat(reports.left()).isEmpty();
    }
}
