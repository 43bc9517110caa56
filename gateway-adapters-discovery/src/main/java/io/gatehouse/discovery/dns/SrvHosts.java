package io.gatehouse.discovery.dns;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;

/** All hosts of the SRV records of a name. */
@Described("The hosts, ports and weights that SRV records of DNS say.")
public record SrvHosts(
        @Described("The name of the records, such as _http._tcp.orders.internal.")
        @Matching(
                value = "(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}",
                expected = "a name of DNS such as _http._tcp.orders.internal")
        String srv,

        @Described("Whether hosts are spoken to over TLS.") @Default("false")
        boolean tls,

        @Described("Whether hosts are spoken to by HTTP/2, without asking them first, as gRPC wants it.")
        @Default("false")
        boolean http2) {}
