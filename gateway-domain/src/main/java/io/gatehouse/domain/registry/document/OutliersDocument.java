package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Percentage;
import io.gatehouse.domain.document.Range;
import java.time.Duration;

/** When a single failing host is left out for a while. */
public record OutliersDocument(
        @Described("Failed calls in a row.") @Default("5") @Range(min = 1, max = 100000)
        int consecutiveFailures,

        @Described("For how long.") @Default("30s") Duration ejectFor,

        @Described("The largest share of hosts left out at once.") @Default("50%")
        Percentage atMost,

        Origin origin) {}
