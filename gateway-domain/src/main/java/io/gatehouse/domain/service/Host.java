package io.gatehouse.domain.service;

/**
 * A host as the registry lists it for one version of a service.
 *
 * @param address where it listens
 * @param weight its share of the traffic relative to the other hosts, 0 (drained) to 100
 * @param priority 0 for the most preferred; hosts of a larger number serve where none of a smaller one can
 */
public record Host(HostAddress address, int weight, int priority) {

    /** One of the most preferred hosts. */
    public Host(HostAddress address, int weight) {
        this(address, weight, 0);
    }
}
