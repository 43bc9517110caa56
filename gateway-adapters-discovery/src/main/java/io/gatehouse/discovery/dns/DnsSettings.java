package io.gatehouse.discovery.dns;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import java.time.Duration;
import java.util.List;

/** How names are asked for, as gateway.yml has it. */
@Described("Finds hosts by names: hosts {dns: NAME, port: N} by addresses, hosts {srv: NAME} by SRV records.")
public record DnsSettings(
        @Described("Servers, asked in this order, such as 127.0.0.1:53; those of the system if none is named.")
        @Default({})
        List<DnsServer> servers,

        @Described("Which addresses are asked for: any, ipv4 or ipv6.") @Default("any")
        AddressFamily addresses,

        @Described("How long a server may take to answer.") @Default("2s")
        Duration timeout,

        @Described("The shortest time after which a name is asked for again, however short its records may live.")
        @Default("1s")
        Duration minTtl,

        @Described("The longest one, however long they may live.") @Default("1m")
        Duration maxTtl) {

    public DnsSettings {
        servers = List.copyOf(servers);
        if (minTtl.compareTo(maxTtl) > 0) {
            throw new MalformedValue("min-ttl to be at most max-ttl");
        }
    }
}
