package io.gatehouse.compiler.document;

/** Which Host header the upstream sees: its own, or the client's. */
public enum HostHeader {
    UPSTREAM,
    PRESERVE
}
