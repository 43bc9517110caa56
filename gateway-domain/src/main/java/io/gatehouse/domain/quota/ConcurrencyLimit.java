package io.gatehouse.domain.quota;

/**
 * Requests at a time, in this process.
 *
 * @param limit how many; at least 1
 */
public record ConcurrencyLimit(long limit) implements Limit {}
