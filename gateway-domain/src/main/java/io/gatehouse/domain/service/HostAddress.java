package io.gatehouse.domain.service;

import io.gatehouse.domain.address.AddressLiteral;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one upstream host listens; two equal addresses are the same host, whichever service names it.
 *
 * @param tls whether it is spoken to over TLS (HTTPS, or h2)
 * @param http2 whether it is spoken to by HTTP/2 (h2 or h2c), without asking it first
 * @param host the name in lower case, or the address in its canonical form, IPv6 without brackets
 * @param port the TCP port, 1 to 65535
 * @param upstreamTls what the configuration of the process calls the way in which it is secured; null for that of its name
 */
public record HostAddress(
        boolean tls,
        boolean http2,
        String host,
        int port,
        @Nullable String upstreamTls) {

    /** A host that is secured, if it is, as its name says. */
    public HostAddress(boolean tls, boolean http2, String host, int port) {
        this(tls, http2, host, port, null);
    }

    /** A host that is spoken to by HTTP/1.1. */
    public HostAddress(boolean tls, String host, int port) {
        this(tls, false, host, port);
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_.])?");

    /** The same host, secured in this way if it is secured; as it is for null. */
    public HostAddress securedBy(@Nullable String way) {
        return !tls || way == null ? this : new HostAddress(true, http2, host, port, way);
    }

    /** The same host at another port. */
    public HostAddress at(int other) {
        return new HostAddress(tls, http2, host, other, upstreamTls);
    }

    /** Whether a request could be sent there: the port is from 1 to 65535, and the host a name in lower case or an address. */
    public boolean isValid() {
        boolean known = host.indexOf(':') >= 0
                ? AddressLiteral.parse(host) != null
                : NAME.matcher(host).matches();
        return known && port >= 1 && port <= 65535;
    }

    /** {@code host:port} as a Host header wants it: IPv6 in brackets, the scheme's own port left out. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    private String scheme() {
        if (http2) {
            return tls ? "h2" : "h2c";
        }
        return tls ? "https" : "http";
    }

    /** The address as a URL without a path. */
    @Override
    public String toString() {
        return scheme() + "://" + authority();
    }
}
