package io.gatehouse.discovery.dns;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import java.util.List;
import org.xbill.DNS.Record;

class DnsAddressesContractTest extends DnsDiscoveryContract {

    @Override
    protected HostSource.Discovered source(String name) {
        return new HostSource.Discovered("dns", new DnsHosts(name + ".test", 8080, false), Origin.of("test"));
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        server.set(
                name + ".test",
                hosts.stream()
                        .map(host ->
                                Zone.address(name + ".test", 0, host.address().host()))
                        .toArray(Record[]::new));
    }
}
