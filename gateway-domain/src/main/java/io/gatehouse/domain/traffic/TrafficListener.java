package io.gatehouse.domain.traffic;

import io.gatehouse.domain.Port;

/**
 * Hears of every exchange once it has ended, however it ended, exactly once.
 *
 * <p>Called on I/O threads: implementations never block, never throw, and bound whatever they keep. Safe for concurrent
 * use.
 */
@Port
@FunctionalInterface
public interface TrafficListener {

    /** An exchange has ended. */
    void ended(ExchangeRecord exchange);
}
