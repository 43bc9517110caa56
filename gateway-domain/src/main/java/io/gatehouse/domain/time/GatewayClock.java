package io.gatehouse.domain.time;

import io.gatehouse.domain.Port;

/**
 * The only source of time in the domain, so that every rule about time can be tested without waiting.
 *
 * <p>Implementations are safe for concurrent use, never block and never fail.
 */
@Port
public interface GatewayClock {

    /** Nanoseconds of a monotonic clock with an arbitrary origin: for measuring, never for dates. */
    long nanoTime();

    /** Milliseconds since 1970-01-01T00:00:00Z: for dates, never for measuring. */
    long epochMillis();
}
