package io.gatehouse.domain.request;

/**
 * The one reading of a request that rules, routing and forwarding share.
 *
 * @param method the method as sent; never TRACE or CONNECT
 * @param path the canonical path
 * @param query the raw query without the question mark; empty if there is none
 * @param host the host asked for: lower case, without port; empty if the request names none
 * @param headers the header lines
 */
public record CanonicalRequest(String method, CanonicalPath path, String query, String host, RequestHeaders headers) {}
