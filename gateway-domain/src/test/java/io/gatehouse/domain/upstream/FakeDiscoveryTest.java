package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import java.util.List;

class FakeDiscoveryTest extends HostDiscoveryContract {

    private final FakeDiscovery discovery = new FakeDiscovery();

    @Override
    protected HostDiscovery discovery() {
        return discovery;
    }

    @Override
    protected HostSource.Discovered source(String name) {
        return FakeDiscovery.source(name);
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        discovery.register(name, hosts);
    }

    @Override
    protected void fails(boolean failing) {
        discovery.fails(failing);
    }
}
