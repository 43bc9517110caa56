package io.gatehouse.domain.health;

import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to probe: a GET of this path at this address, and what a good response is.
 *
 * @param address where to connect to; its port is the one to probe
 * @param path the path, beginning with a slash
 * @param host the Host header; null for the address's own
 * @param headers further headers, by name
 * @param statuses the statuses of good responses
 * @param timeout for the whole probe, connecting included
 */
public record ProbeTarget(
        HostAddress address,
        String path,
        @Nullable String host,
        Map<String, Secret> headers,
        List<StatusRange> statuses,
        Duration timeout) {

    public ProbeTarget {
        headers = OrderedMap.copyOf(headers);
        statuses = List.copyOf(statuses);
    }

    /** A probe under the address's own name, without further headers, for the usual statuses. */
    public ProbeTarget(HostAddress address, String path, Duration timeout) {
        this(address, path, null, Map.of(), HealthCheck.USUAL_STATUSES, timeout);
    }

    /** Whether a response with this status is good. */
    public boolean isGood(int status) {
        for (StatusRange range : statuses) {
            if (range.contains(status)) {
                return true;
            }
        }
        return false;
    }
}
