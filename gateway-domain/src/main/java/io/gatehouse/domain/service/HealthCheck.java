package io.gatehouse.domain.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a service are probed.
 *
 * @param path the path of the probe's GET request
 * @param port the port to probe; null for the host's own
 * @param interval from the end of one probe to the start of the next
 * @param timeout how long a probe may take before it counts as failed
 * @param unhealthyAfter failed probes in a row that make a host sick
 * @param healthyAfter good probes in a row that make it healthy again
 * @param panic whether all hosts are used when all are sick (otherwise such a service answers 503)
 */
public record HealthCheck(
        String path,
        @Nullable Integer port,
        Duration interval,
        Duration timeout,
        int unhealthyAfter,
        int healthyAfter,
        boolean panic) {}
