package io.gatehouse.discovery.consul;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeConsul;
import io.gatehouse.discovery.fixture.Fault;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.upstream.HostDiscoveryContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ConsulDiscoveryContractTest extends HostDiscoveryContract {

    private final DaemonTimer timer = new DaemonTimer();
    private final FakeConsul consul = new FakeConsul();
    private final HostDiscovery discovery =
            ConsulModule.discovery(new ConsulSettings(consul.uri(), null, null), new SystemClock(), timer);

    ConsulDiscoveryContractTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        consul.close();
        timer.close();
    }

    @Override
    protected HostDiscovery discovery() {
        return discovery;
    }

    @Override
    protected HostSource.Discovered source(String name) {
        return new HostSource.Discovered("consul", new ConsulHosts(name, null, null, false, null), Origin.of("test"));
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        consul.register(
                name,
                hosts.stream()
                        .map(host -> FakeConsul.Instance.of(
                                host.address().host(), host.address().port()))
                        .toList());
    }

    @Override
    protected void fails(boolean failing) {
        consul.fault(failing ? Fault.STATUS_500 : Fault.NONE);
    }
}
