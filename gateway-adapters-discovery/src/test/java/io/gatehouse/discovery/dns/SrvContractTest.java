package io.gatehouse.discovery.dns;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Record;

class SrvContractTest extends DnsDiscoveryContract {

    @Override
    protected HostSource.Discovered source(String name) {
        return new HostSource.Discovered(
                "srv", new SrvHosts("_http._tcp." + name + domain(), false, false), Origin.of("test"));
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        var records = new ArrayList<Record>();
        for (Host host : hosts) {
            String target = host.address().host().replace('.', '-') + domain();
            set(target, Zone.address(target, 0, host.address().host()));
            records.add(Zone.service(
                    "_http._tcp." + name + domain(), 0, 0, 1, host.address().port(), target));
        }
        set("_http._tcp." + name + domain(), records.toArray(Record[]::new));
    }
}
