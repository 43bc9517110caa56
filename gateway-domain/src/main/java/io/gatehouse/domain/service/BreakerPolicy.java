package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a version of a service is not called for a while, as its calls fail or take long.
 *
 * @param failureRate the share of failed calls that opens the breaker; null if none does
 * @param slowRate the share of slow calls that opens it; null if none does
 * @param slowAfter a call is slow if the head of its response takes longer
 * @param consecutiveFailures the failed calls in a row that open it; null if none do
 * @param minimumCalls how many calls there must be in the window before a share of them counts
 * @param window the time over which shares are taken
 * @param openFor how long it stays open before it lets a call try
 * @param origin the place in the configuration that says so
 */
public record BreakerPolicy(
        @Nullable Percentage failureRate,
        @Nullable Percentage slowRate,
        Duration slowAfter,
        @Nullable Integer consecutiveFailures,
        int minimumCalls,
        Duration window,
        Duration openFor,
        Origin origin) {

    /** Whether both say the same, wherever it is written. */
    public boolean saysTheSameAs(BreakerPolicy other) {
        return equals(new BreakerPolicy(
                other.failureRate,
                other.slowRate,
                other.slowAfter,
                other.consecutiveFailures,
                other.minimumCalls,
                other.window,
                other.openFor,
                origin));
    }
}
