package io.gatehouse.domain.request;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who and when: what identifies one exchange.
 *
 * @param id the request id, unique for all practical purposes; safe to log and to forward
 * @param startedNanos the clock's {@code nanoTime} when the request head had been read
 * @param startedMillis the same moment since the epoch
 * @param client the address of the client, as far as trusted proxies report it
 * @param origin what trusted proxies say of the client; null if the other end of the connection is none of them
 */
public record RequestInfo(
        String id,
        long startedNanos,
        long startedMillis,
        InetAddress client,
        @Nullable ForwardedOrigin origin) {}
