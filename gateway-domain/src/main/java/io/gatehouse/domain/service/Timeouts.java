package io.gatehouse.domain.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an upstream may take.
 *
 * @param connect to accept a connection, TLS handshake included
 * @param response from the request being sent to the head of the response
 * @param idle between two reads or writes once the response has begun, and for an idle pooled connection
 * @param total for the whole exchange; null for no limit; never applies to upgraded connections
 * @param deadlineHeader the header by which clients say how long they wait, and upstreams are told what is left; null for none
 */
public record Timeouts(
        Duration connect,
        Duration response,
        Duration idle,
        @Nullable Duration total,
        @Nullable String deadlineHeader) {}
