package io.gatehouse.domain.quota;

/** How much is allowed: at a rate, which a {@link QuotaLedger} counts, or at a time, which each process counts itself. */
public sealed interface Limit permits RateLimit, AdaptiveRate, Limit.ConcurrencyLimit {

    /** Most permits that a caller can be granted at once, of an {@link AdaptiveRate} to begin with; at least 1. */
    long limit();

    /**
     * Requests at a time, in this process.
     *
     * @param limit how many; at least 1
     */
    record ConcurrencyLimit(long limit) implements Limit {}
}
