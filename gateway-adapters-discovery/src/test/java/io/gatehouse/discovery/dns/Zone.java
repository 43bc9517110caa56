package io.gatehouse.discovery.dns;

import io.gatehouse.discovery.fixture.FakeDnsServer;
import io.gatehouse.domain.address.AddressLiteral;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/** Records. */
final class Zone {

    private Zone() {}

    static Record address(String name, long ttl, String literal) {
        InetAddress address = Objects.requireNonNull(AddressLiteral.parse(literal));
        return address instanceof Inet6Address
                ? new AAAARecord(FakeDnsServer.name(name), DClass.IN, ttl, address)
                : new ARecord(FakeDnsServer.name(name), DClass.IN, ttl, address);
    }

    static Record alias(String name, long ttl, String target) {
        return new CNAMERecord(FakeDnsServer.name(name), DClass.IN, ttl, FakeDnsServer.name(target));
    }

    static Record service(String name, long ttl, int priority, int weight, int port, String target) {
        return new SRVRecord(
                FakeDnsServer.name(name), DClass.IN, ttl, priority, weight, port, FakeDnsServer.name(target));
    }
}
