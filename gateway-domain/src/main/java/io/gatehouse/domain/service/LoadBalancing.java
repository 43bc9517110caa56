package io.gatehouse.domain.service;

/** How a host is chosen among the healthy hosts of a version. */
public enum LoadBalancing {
    /** In turn, as often as the weights say, evenly spread. */
    ROUND_ROBIN,
    /** By chance, as often as the weights say. */
    RANDOM,
    /** The one with the fewest requests in flight for its weight. */
    LEAST_REQUESTS
}
