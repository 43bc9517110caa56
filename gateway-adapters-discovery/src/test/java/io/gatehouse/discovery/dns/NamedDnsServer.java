package io.gatehouse.discovery.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.UUID;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Update;

/** The server that DNS_SERVER names, such as 127.0.0.1:5300; it has the zone test and lets the test update it (RFC 2136). */
final class NamedDnsServer {

    static final String VARIABLE = "DNS_SERVER";

    /** What names of one test end with, so that tests do not change each other's. */
    final String domain = "-" + UUID.randomUUID() + ".test";

    final InetSocketAddress address = DnsServer.parse(System.getenv().getOrDefault(VARIABLE, "127.0.0.1:5300"))
            .address();

    /** From now on a name has these records alone. */
    void set(String name, Record... records) {
        try {
            var update = new Update(Name.fromConstantString("test."));
            update.delete(Name.fromString(name, Name.root));
            for (Record one : records) {
                update.add(one);
            }
            var resolver = new SimpleResolver(address);
            resolver.setTCP(true);
            Message response = resolver.send(update);
            if (response.getRcode() != Rcode.NOERROR) {
                throw new AssertionError(name + ": " + Rcode.string(response.getRcode()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
