package io.gatehouse.domain.service;

/**
 * Where one upstream host listens; two equal addresses are the same host, whichever service names it.
 *
 * @param tls whether it is spoken to over TLS ({@code https})
 * @param host the name in lower case, or the address in its canonical form, IPv6 without brackets
 * @param port the TCP port, 1 to 65535
 */
public record HostAddress(boolean tls, String host, int port) {

    /** {@code host:port} as a Host header wants it: IPv6 in brackets, the scheme's own port left out. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** The address as a URL without a path. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
