package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressText;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where one upstream host listens: {@code http://10.0.0.1:9001}, or {@code h2c://10.0.0.1:9001} for HTTP/2. The scheme, a name or address, and a port; nothing else.
 *
 * @param tls whether the scheme is https or h2
 * @param http2 whether the scheme is h2 or h2c
 * @param host in lower case; an address in its canonical form, IPv6 without brackets
 * @param port from 1 to 65535; that of the scheme where none is written
 */
@ScalarType(
        name = "host URL",
        expected =
                "a URL such as http://10.0.0.1:9001 or https://orders.example, h2c:// or h2:// for HTTP/2, without path, query or user",
        pattern = "(https?|h2c?)://[^/?#@]+/?")
public record HostUrl(boolean tls, boolean http2, String host, int port) {

    private static final String EXPECTED =
            "a URL such as http://10.0.0.1:9001 or https://orders.example, h2c:// or h2:// for HTTP/2, without path, query or user";
    private static final Pattern FORM =
            Pattern.compile("(https?|h2c?)://(\\[[0-9A-Fa-f:.]+]|[^/?#@:\\[\\]]+)(?::([0-9]{1,5}))?/?");

    /** Names that a certificate can be verified for; others, such as those with an underscore, may be connected to only. */
    private static final Pattern CERTIFIED =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    /** Reads the written form. */
    public static HostUrl parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedValue(EXPECTED);
        }
        boolean http2 = matcher.group(1).startsWith("h2");
        boolean tls = matcher.group(1).equals("https") || matcher.group(1).equals("h2");
        String host = host(matcher.group(2));
        if (tls && host.indexOf(':') < 0 && !CERTIFIED.matcher(host).matches()) {
            throw new MalformedValue(
                    "an https or h2 host whose name has letters, digits and inner hyphens only: Java can neither"
                            + " ask for nor verify the certificate of another (give the host such a name too, or use http)");
        }
        String digits = matcher.group(3);
        int port = digits == null ? (tls ? 443 : 80) : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new MalformedValue("a port from 1 to 65535");
        }
        return new HostUrl(tls, http2, host, port);
    }

    private static String host(String written) {
        boolean bracketed = written.startsWith("[");
        String host = (bracketed ? written.substring(1, written.length() - 1) : written).toLowerCase(Locale.ROOT);
        InetAddress literal = AddressLiteral.parse(host);
        boolean address = literal != null;
        boolean dottedNumbers = host.matches("[0-9.]+");
        if (bracketed ? !address || host.indexOf(':') < 0 : !address && (dottedNumbers || !HostName.isName(host))) {
            throw new MalformedValue(EXPECTED);
        }
        return literal == null ? host : AddressText.of(literal);
    }

    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String scheme = http2 ? (tls ? "h2" : "h2c") : (tls ? "https" : "http");
        return scheme + "://" + name + ":" + port;
    }
}
