package io.gatehouse.compiler.document;

/** How a host is chosen among the healthy hosts of a version. */
public enum LoadBalancingStrategy {
    ROUND_ROBIN,
    RANDOM,
    LEAST_REQUESTS,
    PEAK_EWMA,
    CONSISTENT_HASH
}
