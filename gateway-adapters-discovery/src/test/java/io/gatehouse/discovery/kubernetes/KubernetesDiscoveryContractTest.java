package io.gatehouse.discovery.kubernetes;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeKubernetes;
import io.gatehouse.discovery.fixture.Fault;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.upstream.HostDiscoveryContract;
import io.gatehouse.plugin.ProcessEnvironment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class KubernetesDiscoveryContractTest extends HostDiscoveryContract {

    private final DaemonTimer timer = new DaemonTimer();
    private final FakeKubernetes cluster = new FakeKubernetes();
    private final HostDiscovery discovery = KubernetesModule.discovery(
            new KubernetesSettings(new KubernetesApi(cluster.uri()), null, null, null, "shop", null),
            new ProcessEnvironment("test", Map.of()),
            new SystemClock(),
            timer);

    KubernetesDiscoveryContractTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        cluster.close();
        timer.close();
        cluster.verify();
    }

    @Override
    protected HostDiscovery discovery() {
        return discovery;
    }

    @Override
    protected HostSource.Discovered source(String name) {
        return new HostSource.Discovered(
                "kubernetes", new KubernetesHosts(name, "http", null, false, null), Origin.of("test"));
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        cluster.put(
                "shop",
                name,
                name + "-abc",
                FakeKubernetes.ready(
                        8080, hosts.stream().map(host -> host.address().host()).toList()));
    }

    @Override
    protected void fails(boolean failing) {
        cluster.fault(failing ? Fault.STATUS_500 : Fault.NONE);
    }
}
