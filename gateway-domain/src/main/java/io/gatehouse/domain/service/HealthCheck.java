package io.gatehouse.domain.service;

import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a service are probed.
 *
 * @param path the path of the probe's GET request
 * @param port the port to probe; null for the host's own
 * @param host what the probe's Host header says; null for the host's own name
 * @param headers further headers of the probe, by name
 * @param statuses the statuses of healthy hosts
 * @param interval from the end of one probe to the start of the next
 * @param timeout how long a probe may take before it counts as failed
 * @param unhealthyAfter failed probes in a row that make a host unhealthy
 * @param healthyAfter good probes in a row that make it healthy again
 * @param slowStart how long a host that has become healthy again takes to its full share of requests; null if it has that at once
 * @param panic whether all hosts are used when all are unhealthy (otherwise such a service answers 503)
 */
public record HealthCheck(
        String path,
        @Nullable Integer port,
        @Nullable String host,
        Map<String, Secret> headers,
        List<StatusRange> statuses,
        Duration interval,
        Duration timeout,
        int unhealthyAfter,
        int healthyAfter,
        @Nullable Duration slowStart,
        boolean panic) {

    /** 200 to 399. */
    public static final List<StatusRange> USUAL_STATUSES = List.of(new StatusRange(200, 399));

    public HealthCheck {
        headers = OrderedMap.copyOf(headers);
        statuses = List.copyOf(statuses);
    }

    /** A check under the host's own name, without headers of its own and without a slow start, for the usual statuses. */
    public HealthCheck(
            String path,
            @Nullable Integer port,
            Duration interval,
            Duration timeout,
            int unhealthyAfter,
            int healthyAfter,
            boolean panic) {
        this(path, port, null, Map.of(), USUAL_STATUSES, interval, timeout, unhealthyAfter, healthyAfter, null, panic);
    }
}
