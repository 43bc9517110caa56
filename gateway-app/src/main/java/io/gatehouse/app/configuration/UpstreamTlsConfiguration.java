package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** TLS towards some upstream hosts. The files are read again when they change. */
public record UpstreamTlsConfiguration(
        @Described("What services call it that want it for their hosts, whatever those are called.")
        @Matching(
                value = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}",
                expected = "a name of letters, digits, dots, dashes and underscores")
        @Nullable
        String name,

        @Described("To which other hosts: names, names with *. in front, addresses or ranges of addresses.")
        @Default({})
        List<HostPattern> hosts,

        @Described("Certificates of those who issue theirs, as PEM, and nobody else's; without it, what Java trusts.")
        @Nullable
        FilePath authorities,

        @Described("The gateway's own certificate and those that lead to its root, as PEM, where hosts ask for one.")
        @Nullable
        FilePath certificate,

        @Described("Its private key, as PEM; without it, in the same file.") @Nullable
        FilePath key,

        @Described("Whom the host is asked for (SNI), and its certificate has to name; without it, its own name.")
        @Matching(
                value = "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?",
                expected = "a host name such as orders.internal")
        @Nullable
        String serverName) {

    public UpstreamTlsConfiguration {
        hosts = List.copyOf(hosts);
        if (name == null && hosts.isEmpty()) {
            throw new MalformedValue("a name that services say, or hosts");
        }
        if (certificate == null && key != null) {
            throw new MalformedValue("a certificate together with the key");
        }
    }

    /** Some hosts: by name, by the end of their names, or by address. */
    @ScalarType(
            name = "host pattern",
            expected = "a host name such as orders.internal or *.internal, an address or a range of addresses",
            pattern = "(\\*\\.)?[A-Za-z0-9_.-]+|[0-9A-Fa-f.:]+(/[0-9]{1,3})?")
    public record HostPattern(String text, @Nullable AddressRange range) implements Predicate<String> {

        public static HostPattern parse(String text) {
            String bare = text.indexOf('/') < 0 ? text : text.substring(0, text.indexOf('/'));
            if (AddressLiteral.parse(bare) != null) {
                return new HostPattern(text, AddressRange.parse(text));
            }
            String lower = text.toLowerCase(Locale.ROOT);
            if (!lower.matches("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.])?")) {
                throw new MalformedValue(
                        "a host name such as orders.internal or *.internal, an address or a range of addresses");
            }
            return new HostPattern(lower, null);
        }

        @Override
        public boolean test(String host) {
            if (range != null) {
                InetAddress address = AddressLiteral.parse(host);
                return address != null && range.contains(address);
            }
            return text.startsWith("*.") ? host.endsWith(text.substring(1)) : host.equals(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
