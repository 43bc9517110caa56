package io.gatehouse.domain.service;

import org.jspecify.annotations.Nullable;

/**
 * What keeps the failures of a service's hosts from spreading.
 *
 * @param breaker when a version is not called for a while; null for never
 * @param outliers when a single host is left out for a while; null for never
 * @param concurrency how many requests are forwarded at a time; null for any number
 */
public record Resilience(
        @Nullable BreakerPolicy breaker,
        @Nullable OutlierPolicy outliers,
        @Nullable ConcurrencyPolicy concurrency) {

    /** Every call goes to a host, whatever became of those before it. */
    public static final Resilience NONE = new Resilience(null, null, null);
}
