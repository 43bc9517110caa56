package io.gatehouse.domain.request;

import org.jspecify.annotations.Nullable;

/**
 * The one reading of a request that rules, routing and forwarding share.
 *
 * @param method the method as sent; never TRACE or CONNECT
 * @param path the canonical path
 * @param query the query as upstreams get it, without the question mark and without credentials; null if there is none
 * @param host the host asked for: lower case, without port; empty if the request names none
 * @param headers the header lines
 * @param credentials what is presented to say who sends it
 */
public record CanonicalRequest(
        String method,
        CanonicalPath path,
        @Nullable String query,
        String host,
        RequestHeaders headers,
        Credentials credentials) {}
