package io.gatehouse.throttle.shared;

/**
 * The state of a shared store, for operators.
 *
 * @param out whether it is not asked for requests, as it has failed again and again
 * @param sinceMillis since when that is so, in milliseconds since the epoch
 * @param calls how often it was asked
 * @param failures how often it has failed to answer in time
 * @param processes how many counted with it when it last answered, this one included
 */
public record StoreState(boolean out, long sinceMillis, long calls, long failures, int processes) {}
