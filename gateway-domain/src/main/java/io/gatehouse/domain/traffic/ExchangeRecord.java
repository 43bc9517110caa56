package io.gatehouse.domain.traffic;

import io.gatehouse.domain.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, told after it has ended. Holds no credentials and no raw paths.
 *
 * @param requestId the request id
 * @param startedMillis when the request head had been read, since the epoch
 * @param durationNanos from then to the end of the answer
 * @param client the client's address as text, as far as trusted proxies vouch for it
 * @param method the method as sent, cut to 32 characters
 * @param path the canonical path as forwarded, without the query; empty if there was none to be made
 * @param protocol such as {@code HTTP/1.1}
 * @param route the route's label; null if none matched
 * @param service the service's name; null if none matched
 * @param version the version's number; null if none was settled
 * @param status the status sent to the client; 499 if it left before it got one
 * @param bytesIn body bytes received from the client
 * @param bytesOut body bytes sent to the client
 * @param upstream the address of the last host tried; null if none was
 * @param firstByteNanos from forwarding to the head of the upstream's answer; -1 if there was none
 * @param attempts hosts tried
 * @param rejection why the gateway itself answered; null if the answer is the upstream's
 * @param upstreamFailure what went wrong with an upstream, the last thing that did; null if nothing has. Next to a
 *     rejection it says why; without one, another try of the gateway's succeeded
 * @param traceparent the trace context header as received; null if there was none
 */
public record ExchangeRecord(
        String requestId,
        long startedMillis,
        long durationNanos,
        String client,
        String method,
        String path,
        String protocol,
        @Nullable String route,
        @Nullable String service,
        @Nullable String version,
        int status,
        long bytesIn,
        long bytesOut,
        @Nullable String upstream,
        long firstByteNanos,
        int attempts,
        @Nullable Rejection rejection,
        @Nullable String upstreamFailure,
        @Nullable String traceparent) {}
