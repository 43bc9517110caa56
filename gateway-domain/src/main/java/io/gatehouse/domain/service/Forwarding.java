package io.gatehouse.domain.service;

import org.jspecify.annotations.Nullable;

/**
 * What a service's upstreams get to see, and for how long they are waited for.
 *
 * @param timeouts how long an upstream may take
 * @param retry when a failed call is tried again; null for never
 * @param passCredentials whether {@code Authorization} is handed on
 * @param preserveHost whether the client's Host header is handed on instead of the upstream's own
 * @param passEncodedSlash whether paths with an encoded slash or percent sign are handed on instead of refused
 * @param passParameters whether paths with a {@code ;} are handed on instead of refused
 * @param responseHeaders what is changed in the response's headers
 * @param responses what is made of responses on their way
 * @param injectSoajs whether upstreams get the SOAJS header {@code soajsinjectobj}
 * @param maxBodySize the largest request body in bytes; null for the gateway's own limit
 * @param steering where traffic goes besides the rules, and what is made of it on the way
 */
public record Forwarding(
        Timeouts timeouts,
        @Nullable RetryPolicy retry,
        boolean passCredentials,
        boolean preserveHost,
        boolean passEncodedSlash,
        boolean passParameters,
        HeaderEdits responseHeaders,
        ResponsePolicy responses,
        boolean injectSoajs,
        @Nullable Long maxBodySize,
        Steering steering) {}
