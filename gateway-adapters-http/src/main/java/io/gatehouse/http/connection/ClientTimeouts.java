package io.gatehouse.http.connection;

import java.time.Duration;

/**
 * How long clients may be silent.
 *
 * @param head to send a whole request head, once it has begun
 * @param keepAlive between two requests of one connection
 * @param stall between two pieces of a request body, or between two readings of a response
 */
public record ClientTimeouts(Duration head, Duration keepAlive, Duration stall) {

    /** Ten seconds for a head, a minute for the next request, thirty seconds for any stall. */
    public static final ClientTimeouts USUAL =
            new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));
}
