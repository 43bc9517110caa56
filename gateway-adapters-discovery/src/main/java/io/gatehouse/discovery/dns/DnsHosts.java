package io.gatehouse.discovery.dns;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Range;

/** All addresses of a name, with one port. */
@Described("All addresses that DNS has for a name.")
public record DnsHosts(
        @Described("The name; one without a dot at its end is also looked for in the search domains of the system.")
        @Matching(
                value = "(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}",
                expected = "a name of DNS such as orders.internal")
        String dns,

        @Described("The port of all hosts.") @Range(min = 1, max = 65535)
        int port,

        @Described("Whether hosts are spoken to over TLS.") @Default("false")
        boolean tls,

        @Described("Whether hosts are spoken to by HTTP/2, without asking them first, as gRPC wants it.")
        @Default("false")
        boolean http2) {}
