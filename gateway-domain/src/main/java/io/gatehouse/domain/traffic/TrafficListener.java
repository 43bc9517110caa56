package io.gatehouse.domain.traffic;

import io.gatehouse.domain.Port;

/**
 * Hears of every exchange once it has ended, however it ended, exactly once.
 *
 * <p>Called on I/O threads, by many at a time, in no order: implementations return within microseconds. They never block,
 * never throw, take no lock that somebody holds for long, and bound whatever they keep, by number and by bytes; what they
 * cannot keep they drop and count. Whatever takes longer is done on a thread of their own, which ends when they are closed.
 * Other listeners hear of an exchange also when one throws.
 */
@Port
@FunctionalInterface
public interface TrafficListener {

    /** An exchange has ended. */
    void ended(ExchangeRecord exchange);
}
