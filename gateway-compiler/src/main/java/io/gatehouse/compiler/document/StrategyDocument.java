package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Rate;
import io.gatehouse.domain.quota.Strategy.Subject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much is allowed to whom in which time; what each algorithm needs is told by {@link StrategyFields}. */
public record StrategyDocument(
        @Described("How requests are counted.") ThrottlingAlgorithm algorithm,

        @Described("Requests in a window, or at a time for concurrency.") @Range(min = 1, max = 1000000000) @Nullable
        Long limit,

        @Described("The length of a window.") @Nullable Duration window,

        @Described("Requests that a full bucket holds.") @Range(min = 1, max = 1000000000) @Nullable
        Long capacity,

        @Described("How fast a bucket fills up.") @Nullable Rate refill,
        @Described("Who is counted.") Subject per,

        @Described("How often a refused request waits and tries again.") @Default("0") @Range(min = 0, max = 10)
        int retries,

        @Described("How long it waits each time.") @Default("1s")
        Duration delay,

        Origin origin) {

    public StrategyDocument {
        StrategyFields.check(algorithm, limit != null, window != null, capacity != null, refill != null);
        StrategyFields.checkFilling(capacity, refill);
    }
}
