package io.gatehouse.http.proxy;

/** What becomes of a request header on its way to an upstream. */
enum HeaderRule {
    /** Handed on as it came. */
    PASS,
    /** Never handed on: it concerns the connection, could steer the upstream, or is a credential of the gateway. */
    DROP,
    /** Handed on only where the service is given credentials. */
    CREDENTIAL
}
