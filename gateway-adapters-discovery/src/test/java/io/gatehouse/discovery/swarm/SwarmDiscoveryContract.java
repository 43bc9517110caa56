package io.gatehouse.discovery.swarm;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeEngine;
import io.gatehouse.discovery.fixture.Fault;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.upstream.HostDiscoveryContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of discoveries, by a Docker engine. */
@Execution(ExecutionMode.CONCURRENT)
abstract class SwarmDiscoveryContract extends HostDiscoveryContract {

    private final DaemonTimer timer = new DaemonTimer();
    private FakeEngine engine;
    private HostDiscovery discovery;

    abstract FakeEngine begin() throws IOException;

    @BeforeEach
    void make() throws IOException {
        engine = begin();
        discovery = SwarmModule.discovery(
                new SwarmSettings(EngineAddress.parse(engine.api()), null, null, Duration.ofMillis(20)),
                new SystemClock(),
                timer);
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        engine.close();
        timer.close();
    }

    @Override
    protected HostDiscovery discovery() {
        return discovery;
    }

    @Override
    protected HostSource.Discovered source(String name) {
        return new HostSource.Discovered(
                "swarm", new SwarmHosts(name, null, 8080, null, false, null), Origin.of("test"));
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        engine.put(
                name,
                new FakeEngine.Service(
                        Map.of(),
                        List.of(),
                        hosts.stream()
                                .map(host -> FakeEngine.running(
                                        "shop", host.address().host()))
                                .toList()));
    }

    @Override
    protected void fails(boolean failing) {
        engine.fault(failing ? Fault.STATUS_500 : Fault.NONE);
    }
}
