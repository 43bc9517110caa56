package io.gatehouse.discovery.dns;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.address.AddressLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that is asked for names.
 *
 * @param address where it listens
 */
@ScalarType(
        name = "DNS server",
        expected = "an address, with a port if it is not 53, such as 127.0.0.1, 127.0.0.1:8600 or [::1]:8600",
        pattern = "(\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?|[0-9.]+(:[0-9]{1,5})?|[0-9A-Fa-f:.]+)")
public record DnsServer(InetSocketAddress address) {

    private static final String EXPECTED =
            "an address, with a port if it is not 53, such as 127.0.0.1, 127.0.0.1:8600 or [::1]:8600";
    private static final int DNS = 53;
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(.+)]|([0-9.]+)):([0-9]{1,5})");

    /** Reads an address that is written as numbers. */
    public static DnsServer parse(String text) {
        Matcher matcher = WITH_PORT.matcher(text);
        String host = text;
        int port = DNS;
        if (matcher.matches()) {
            host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            port = Integer.parseInt(matcher.group(3));
        } else if (text.startsWith("[") && text.endsWith("]")) {
            host = text.substring(1, text.length() - 1);
        }
        InetAddress address = AddressLiteral.parse(host);
        if (address == null || port < 1 || port > 65_535) {
            throw new MalformedValue(EXPECTED);
        }
        return new DnsServer(new InetSocketAddress(address, port));
    }
}
