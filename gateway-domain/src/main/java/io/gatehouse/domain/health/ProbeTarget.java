package io.gatehouse.domain.health;

import io.gatehouse.domain.service.HostAddress;
import java.time.Duration;

/**
 * What to probe: a GET of this path at this address.
 *
 * @param address where to connect to; its port is the one to probe
 * @param path the path, beginning with a slash
 * @param timeout for the whole probe, connecting included
 */
public record ProbeTarget(HostAddress address, String path, Duration timeout) {}
