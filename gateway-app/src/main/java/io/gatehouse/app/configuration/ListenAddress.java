package io.gatehouse.app.configuration;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.address.AddressLiteral;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address and port to listen on: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code 0.0.0.0:80}.
 *
 * @param host an address or a name; IPv6 without brackets
 * @param port from 0 to 65535; 0 is any free one
 */
@ScalarType(
        name = "listen address",
        expected = "an address and a port such as 127.0.0.1:8080 or [::1]:8080",
        pattern = "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):[0-9]{1,5}")
public record ListenAddress(String host, int port) {

    private static final String EXPECTED = "an address and a port such as 127.0.0.1:8080 or [::1]:8080";
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})?)):([0-9]{1,5})");

    public static ListenAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedValue(EXPECTED);
        }
        String six = matcher.group(1);
        String host = six == null ? matcher.group(2) : six;
        int port = Integer.parseInt(matcher.group(3));
        boolean address = AddressLiteral.parse(host) != null;
        if (port > 65_535 || (!address && (six != null || host.matches("[0-9.]+")))) {
            throw new MalformedValue(EXPECTED);
        }
        return new ListenAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
