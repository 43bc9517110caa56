package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a single failing host is left out for a while.
 *
 * @param consecutiveFailures the failed calls in a row that eject a host
 * @param ejectFor for how long, the first time
 * @param atLongest for how long at most: each ejection that soon follows another lasts twice as long; null if all last the same
 * @param atMost the largest share of the hosts that is ejected at once
 * @param slowStart how long a host that comes back takes to its full share; null if it has that at once
 * @param origin the place in the configuration that says so
 */
public record OutlierPolicy(
        int consecutiveFailures,
        Duration ejectFor,
        @Nullable Duration atLongest,
        Percentage atMost,
        @Nullable Duration slowStart,
        Origin origin) {}
