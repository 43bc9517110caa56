package io.gatehouse.discovery.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeEngine;
import io.gatehouse.discovery.fixture.FakeEngine.Service;
import io.gatehouse.discovery.fixture.Fault;
import io.gatehouse.discovery.fixture.HeardReports;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class SwarmDiscoveryTest {

    @TempDir
    private Path folder;

    private final DaemonTimer timer = new DaemonTimer();
    private final HeardReports reports = new HeardReports();
    private FakeEngine engine;
    private @Nullable HostDiscovery discovery;

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        engine.close();
        timer.close();
    }

    private void begin(boolean socket, @Nullable String network) throws IOException {
        engine = socket ? FakeEngine.overSocket(folder.resolve("engine.sock")) : FakeEngine.overTcp();
        discovery = SwarmModule.discovery(
                new SwarmSettings(EngineAddress.parse(engine.api()), null, network, Duration.ofMillis(20)),
                new SystemClock(),
                timer);
    }

    private void watch(SwarmHosts question, HeardReports to) {
        discovery.watch(
                new VersionKey("orders", VersionNumber.parse("1")),
                new HostSource.Discovered("swarm", question, Origin.of("test")),
                to);
    }

    private static SwarmHosts orders(@Nullable Integer port, @Nullable String network) {
        return new SwarmHosts("orders", null, port, network, false, null);
    }

    @Test
    void tasksThatRunAreReachedInTheNetworkThatIsNamed() throws Exception {
        begin(false, "back");
        engine.put(
                "orders",
                new Service(
                        Map.of("gatehouse.port", "9000", "gatehouse.protocol", "h2c"),
                        List.of(),
                        List.of(
                                FakeEngine.running("back", "10.0.0.1"),
                                FakeEngine.running("front", "10.0.0.2"),
                                FakeEngine.task("starting", "back", "10.0.0.3"))));
        watch(orders(null, null), reports);
        assertThat(reports.next()).isEqualTo("h2c://10.0.0.1:9000*1");
        var front = new HeardReports();
        watch(orders(8000, "front"), front);
        assertThat(front.next()).isEqualTo("h2c://10.0.0.2:8000*1");
        var none = new HeardReports();
        watch(orders(8000, "side"), none);
        assertThat(none.next()).isEqualTo("failed: Swarm, service orders: none of its 2 tasks is in the network side");
    }

    @Test
    void thePortIsTheOnePublishedWhereNothingElseSays() throws Exception {
        begin(true, null);
        engine.put("orders", new Service(Map.of(), List.of(80), List.of(FakeEngine.running("back", "10.0.0.1"))));
        watch(orders(null, null), reports);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        engine.put("orders", new Service(Map.of(), List.of(80, 81), List.of(FakeEngine.running("back", "10.0.0.1"))));
        assertThat(reports.next())
                .isEqualTo("failed: Swarm, service orders: which port is meant has to be said, here or by its label"
                        + " gatehouse.port");
        engine.put("orders", new Service(Map.of(), List.of(81), List.of(FakeEngine.running("back", "10.0.0.1"))));
        assertThat(reports.next()).isEqualTo("10.0.0.1:81*1");
    }

    @Test
    void aServiceIsFoundByItsLabelsOrElseByItsName() throws Exception {
        begin(true, null);
        engine.put(
                "orders", new Service(Map.of("a", "1"), List.of(80), List.of(FakeEngine.running("back", "10.0.0.1"))));
        watch(new SwarmHosts("orders", "a=1,soajs.content=true", null, null, false, null), reports);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        engine.put(
                "other",
                new Service(
                        Map.of("soajs.content", "true", "a", "1"),
                        List.of(80),
                        List.of(FakeEngine.running("back", "10.0.0.2"))));
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
    }

    @Test
    void manyServicesAreAskedForTogether() throws Exception {
        begin(true, null);
        for (int n = 0; n < 60; n++) {
            engine.put("s" + n, new Service(Map.of(), List.of(80), List.of(FakeEngine.running("back", "10.0.0." + n))));
        }
        var all = new HeardReports[60];
        for (int n = 0; n < 60; n++) {
            all[n] = new HeardReports();
            watch(new SwarmHosts("s" + n, null, null, null, false, null), all[n]);
        }
        for (int n = 0; n < 60; n++) {
            assertThat(all[n].next()).isEqualTo("10.0.0." + n + ":80*1");
        }
        assertThat(engine.calls()).isLessThan(60);
        engine.remove("s7");
        assertThat(all[7].next()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SILENT"})
    void hostsOutliveFaultsOverASocket(Fault fault) throws Exception {
        outlive(true, fault);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SILENT", "ENDLESS"})
    void hostsOutliveFaultsOverTcp(Fault fault) throws Exception {
        outlive(false, fault);
    }

    private void outlive(boolean socket, Fault fault) throws Exception {
        begin(socket, null);
        engine.put("orders", new Service(Map.of(), List.of(80), List.of(FakeEngine.running("back", "10.0.0.1"))));
        watch(orders(null, null), reports);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        engine.fault(fault);
        assertThat(reports.next()).startsWith("failed: Swarm, service orders: ");
        engine.fault(Fault.NONE);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
    }
}
