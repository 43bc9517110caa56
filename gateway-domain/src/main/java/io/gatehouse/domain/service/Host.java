package io.gatehouse.domain.service;

/**
 * A host as the registry lists it for one version of a service.
 *
 * @param address where it listens
 * @param weight its share of the traffic relative to the other hosts, 0 (drained) to 100
 */
public record Host(HostAddress address, int weight) {}
