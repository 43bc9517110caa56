package io.gatehouse.discovery.dns;

/** Which addresses of a name are asked for. */
public enum AddressFamily {
    /** IPv4 and IPv6. */
    ANY,
    /** IPv4 alone. */
    IPV4,
    /** IPv6 alone. */
    IPV6
}
