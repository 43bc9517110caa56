package io.gatehouse.domain.health;

import io.gatehouse.domain.service.HealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Counts probe results of one host: so many failures in a row make it unhealthy, so many successes in a row healthy again.
 *
 * <p>Not safe for concurrent use: probes of one host follow one another.
 */
final class HostHealth {

    private boolean healthy = true;
    private int against;

    /** Takes in one result; true if the host's state has changed by it. */
    boolean accept(ProbeResult result, HealthCheck check) {
        boolean good = result.failure() == null;
        if (good == healthy) {
            against = 0;
            return false;
        }
        against++;
        if (against < (healthy ? check.unhealthyAfter() : check.healthyAfter())) {
            return false;
        }
        healthy = good;
        against = 0;
        return true;
    }

    boolean healthy() {
        return healthy;
    }

    /** The reason to show: the latest failure, or the one before it after a success that does not count yet; null if healthy. */
    @Nullable
    String unhealthyReason(ProbeResult last, @Nullable String before) {
        if (healthy) {
            return null;
        }
        return last.failure() == null ? before : last.failure();
    }
}
